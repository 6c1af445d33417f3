using System.Text;

namespace AppHost.Host.Releases;

/// <summary>The mounted file system that a path lies on, as far as it matters to running code from there.</summary>
/// <param name="Path">Where it is mounted.</param>
/// <param name="IsReadOnly">Nobody can overwrite a file there.</param>
/// <param name="IsNoExec">Native libraries cannot be mapped from there (mmap(2): EPERM).</param>
internal sealed record MountPoint(string Path, bool IsReadOnly, bool IsNoExec)
{
    /// <summary>The mount of a path; null where /proc does not tell.</summary>
    public static MountPoint? Of(string path)
    {
        try
        {
            return Find(File.ReadLines("/proc/self/mountinfo"), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The same from the lines of a mountinfo file, proc_pid_mountinfo(5). Pure.</summary>
    public static MountPoint? Find(IEnumerable<string> lines, string path)
    {
        MountPoint? found = null;
        foreach (string line in lines)
        {
            // 36 35 98:0 /root /mount/point rw,noatime master:1 - ext4 /dev/sda1 rw,errors=continue
            string[] fields = line.Split(' ');
            int separator = Array.IndexOf(fields, "-");
            if (separator < 6 || fields.Length < separator + 4) continue;
            string mount = Unescape(fields[4]);
            // A later mount on the same place hides the earlier one.
            if (!Contains(mount, path) || (found is not null && mount.Length < found.Path.Length)) continue;
            string[] options = fields[5].Split(',');
            string[] ofFileSystem = fields[separator + 3].Split(',');
            found = new MountPoint(mount, options.Contains("ro") || ofFileSystem.Contains("ro"), options.Contains("noexec"));
        }

        return found;
    }

    private static bool Contains(string mount, string path) =>
        mount == "/" || path == mount || path.StartsWith(mount + '/', StringComparison.Ordinal);

    // Blank, tab, newline and backslash are written in octal.
    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 3 < text.Length && text.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                plain.Append((char)(((text[i + 1] - '0') * 64) + ((text[i + 2] - '0') * 8) + (text[i + 3] - '0')));
                i += 3;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }
}
