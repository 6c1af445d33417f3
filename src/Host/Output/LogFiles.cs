using System.Globalization;
using AppHost.Host.Binding;

namespace AppHost.Host.Output;

/// <summary>
/// The files that standard output and standard error were redirected to. When they have been rotated (renamed) they are opened
/// anew under their old names. A pipe, a terminal or a socket to the journal has nothing to reopen. Thread-safe.
/// </summary>
/// <remarks>Workers write to pipes that the host reads: nobody but the host has these files open.</remarks>
internal sealed class LogFiles
{
    private const string Descriptors = "/proc/self/fd";
    private const int S_IFMT = 0xF000;
    private const int S_IFREG = 0x8000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (ulong Device, ulong Inode)> _open = [];

    private LogFiles()
    {
    }

    /// <summary>Those of this process. At its start: later their names would be those that a rotation gave them.</summary>
    public static LogFiles OfProcess()
    {
        var files = new LogFiles();
        foreach (int stream in (int[])[1, 2])
        {
            string descriptor = $"{Descriptors}/{stream}";
            if (FileAt(descriptor) is { } file && new FileInfo(descriptor).LinkTarget is { } path) files._open[path] = file;
        }

        return files;
    }

    /// <summary>Opens those anew that were rotated; one that cannot be opened is written to as before. Blocks for as long as the disk takes.</summary>
    /// <returns>What became of them, for the operator.</returns>
    public string Reopen()
    {
        lock (_lock)
        {
            return _open.Count == 0
                ? "neither standard output nor standard error is a file, so there is nothing to reopen."
                : string.Join(" ", _open.Keys.ToList().Select(Reopen));
        }
    }

    private string Reopen(string path)
    {
        if (FileAt(path) == _open[path]) return $"{path} was not rotated.";
        int fresh = Interop.OpenToAppend(path);
        if (fresh < 0) return $"{path} cannot be opened ({Interop.Describe(Interop.LastError)}), the rotated file is written to.";
        // .NET's console writes to a copy of the descriptor: every copy is replaced, each in one step.
        foreach (int copy in Numbers().Where(number => FileAt($"{Descriptors}/{number}") == _open[path]).ToList())
        {
            Interop.Replace(copy, fresh, closeOnExec: copy > 2);
        }

        _open[path] = FileAt($"{Descriptors}/{fresh}")!.Value;
        Interop.Close(fresh);
        return $"{path} is reopened.";
    }

    private static IEnumerable<int> Numbers() =>
        Directory.EnumerateFileSystemEntries(Descriptors).Select(entry => int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture));

    // Null where there is no regular file.
    private static (ulong Device, ulong Inode)? FileAt(string path) =>
        Interop.StatTarget(path) is { } found && (found.Mode & S_IFMT) == S_IFREG ? (found.Device, found.Inode) : null;
}
