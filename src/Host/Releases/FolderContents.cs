using System.Globalization;

namespace AppHost.Host.Releases;

/// <summary>
/// What a folder held at one moment: length and time of every file. Tells whether a generation folder was written to, so that
/// nobody's data is deleted with it. Links are not followed: what lies behind them is live.
/// </summary>
internal sealed class FolderContents
{
    private readonly Dictionary<string, (long Length, long Ticks)> _files;

    private FolderContents(Dictionary<string, (long, long)> files) => _files = files;

    /// <summary>Looks at a folder.</summary>
    /// <exception cref="IOException">Or <see cref="UnauthorizedAccessException"/>: it cannot be read.</exception>
    public static FolderContents Of(string folder)
    {
        var files = new Dictionary<string, (long, long)>();
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", all))
        {
            if (entry is FileInfo file) files[Path.GetRelativePath(folder, file.FullName)] = Mark(file);
        }

        return new FolderContents(files);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; null if it is missing or cut off.</summary>
    public static FolderContents? Load(string file)
    {
        try
        {
            var files = new Dictionary<string, (long, long)>();
            string[] lines = File.ReadAllLines(file);
            if (lines is not [.., ""]) return null;
            foreach (string line in lines[..^1])
            {
                string[] fields = line.Split('\t', 3);
                files[fields[2]] = (long.Parse(fields[0], CultureInfo.InvariantCulture), long.Parse(fields[1], CultureInfo.InvariantCulture));
            }

            return new FolderContents(files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Writes it down for a later host; an empty last line says that nothing is missing.</summary>
    public void Save(string file) =>
        File.WriteAllLines(file, _files.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Value.Length}\t{f.Value.Ticks}\t{f.Key}")).Append(""));

    /// <summary>Files that are here and were not, or not like this, in <paramref name="before"/>.</summary>
    public IReadOnlyList<string> WrittenSince(FolderContents before) =>
        [.. _files.Where(f => !before._files.TryGetValue(f.Key, out (long, long) old) || old != f.Value).Select(f => f.Key).Order(StringComparer.Ordinal)];

    private static (long Length, long Ticks) Mark(FileInfo file) => file.LinkTarget is null ? (file.Length, file.LastWriteTimeUtc.Ticks) : (-1, 0);
}
