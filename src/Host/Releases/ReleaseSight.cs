using System.IO.Enumeration;

namespace AppHost.Host.Releases;

/// <summary>What can be seen of a release folder without reading files.</summary>
internal static class ReleaseSight
{
    private static readonly string[] CodeEndings = [".dll", ".so", ".json", ".cs", ".fs", ".vb", ".csproj", ".fsproj", ".vbproj", ".props", ".targets"];

    // A build writes here; in a project folder these are results and not sources.
    private static readonly string[] Results = ["bin", "obj", ".git"];

    /// <summary>When a file was last written; null if there is none.</summary>
    public static DateTime? TimeOf(string file)
    {
        var info = new FileInfo(file);
        return info.Exists ? info.LastWriteTimeUtc : null;
    }

    /// <summary>A number that changes with every change of code in a folder.</summary>
    public static long CodeIn(string folder)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        var files = new FileSystemEnumerable<long>(folder, (ref FileSystemEntry entry) => Mark(ref entry), all)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && IsCode(entry.FileName),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsResult(entry.FileName),
        };
        try
        {
            // The sum does not depend on the order in which the file system lists them.
            return files.Aggregate(0L, (sum, mark) => unchecked(sum + mark));
        }
        catch (IOException)
        {
            // The folder is being replaced; the next look sees the new one.
            return 0;
        }
    }

    private static long Mark(ref FileSystemEntry entry) =>
        HashCode.Combine(entry.ToFullPath(), entry.Length, entry.LastWriteTimeUtc.Ticks);

    private static bool IsCode(ReadOnlySpan<char> name)
    {
        foreach (string ending in CodeEndings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static bool IsResult(ReadOnlySpan<char> name)
    {
        foreach (string result in Results)
        {
            if (name.SequenceEqual(result)) return true;
        }

        return false;
    }
}
