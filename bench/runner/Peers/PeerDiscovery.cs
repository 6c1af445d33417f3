using System.IO.Enumeration;

namespace AppHost.Bench.Peers;

/// <summary>Finds the programs of peers. A pure function of the folders and what is in them.</summary>
internal static class PeerDiscovery
{
    /// <summary>Where daemons are on Debian, though the PATH of a user lacks it.</summary>
    private static readonly string[] DaemonFolders = ["/usr/sbin", "/usr/local/sbin", "/sbin"];

    /// <summary>The path of each peer's program; without those that are not there.</summary>
    /// <param name="peers">What to look for.</param>
    /// <param name="path">The variable PATH.</param>
    /// <param name="filesIn">The names of executable files in a folder; none if there is no such folder.</param>
    public static IReadOnlyDictionary<string, string> Find(
        IEnumerable<Peer> peers, string path, Func<string, IReadOnlyCollection<string>> filesIn)
    {
        var folders = path.Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(DaemonFolders).Distinct().ToArray();
        var files = folders.ToDictionary(folder => folder, filesIn);
        var found = new Dictionary<string, string>();
        foreach (var peer in peers)
        {
            var match = peer.Programs
                .SelectMany(program => folders, (program, folder) => (folder, file: Match(program, files[folder])))
                .FirstOrDefault(candidate => candidate.file is not null);
            if (match.file is not null)
                found.Add(peer.Name, Path.Combine(match.folder, match.file));
        }
        return found;
    }

    /// <summary>The executable files of a real folder.</summary>
    public static IReadOnlyCollection<string> ExecutablesIn(string folder)
    {
        const UnixFileMode anybody = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            var files = new DirectoryInfo(folder).EnumerateFiles();
            return [.. files.Where(file => (file.UnixFileMode & anybody) != 0).Select(file => file.Name)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Of several versions the newest: the longest name first, so that 8.10 comes after 8.9.
    private static string? Match(string program, IReadOnlyCollection<string> files) => files
        .Where(file => FileSystemName.MatchesSimpleExpression(program, file, ignoreCase: false))
        .OrderByDescending(file => file.Length).ThenByDescending(file => file, StringComparer.Ordinal).FirstOrDefault();
}
