using System.Globalization;

namespace AppHost.Host.Control.Folders;

/// <summary>Where run folders are, by the conventions of the platform. Pure but for what it is given.</summary>
internal static class RunFolders
{
    /// <summary>The name of the socket in a run folder.</summary>
    public const string SocketName = "control.sock";

    private const string Product = "apphost";

    /// <summary>The run folder of an instance.</summary>
    /// <param name="configured">The setting <c>run-folder</c>.</param>
    /// <param name="name">The host's name.</param>
    /// <param name="environment">All variables of the process.</param>
    /// <param name="user">The user that the process acts as.</param>
    /// <param name="temporary">The folder for temporary files.</param>
    public static RunFolder Of(string? configured, string name, IReadOnlyDictionary<string, string> environment, int user, string temporary)
    {
        if (configured is not null) return new RunFolder(configured, IsFound: false);
        // systemd: RuntimeDirectory=apphost/shop. Several are separated by colons; the first is the unit's own.
        if (Rooted(environment, "RUNTIME_DIRECTORY") is { } given) return new RunFolder(given, IsFound: false);
        return Rooted(environment, "XDG_RUNTIME_DIR") is { } personal
            ? new RunFolder(Path.Combine(personal, Product, name), IsFound: true)
            : new RunFolder(Path.Combine(InTemporary(temporary, user), name), IsFound: true);
    }

    /// <summary>
    /// Folders that may hold run folders or be one, for those who look for instances. Root may steer everybody's and looks
    /// everywhere.
    /// </summary>
    /// <param name="environment">All variables of the process.</param>
    /// <param name="user">The user that the process acts as.</param>
    /// <param name="temporary">The folder for temporary files.</param>
    /// <param name="list">The folders in a folder that match a pattern.</param>
    public static IReadOnlyList<string> SearchRoots(
        IReadOnlyDictionary<string, string> environment, int user, string temporary, Func<string, string, IEnumerable<string>> list)
    {
        var roots = new List<string>();
        if (Rooted(environment, "RUNTIME_DIRECTORY") is { } given) roots.Add(given);
        if (Rooted(environment, "XDG_RUNTIME_DIR") is { } personal) roots.Add(Path.Combine(personal, Product));
        // Where the unit files of deploy/systemd put them.
        roots.Add("/run/" + Product);
        if (user == 0)
        {
            roots.AddRange(list("/run/user", "*").Select(folder => Path.Combine(folder, Product)));
            roots.AddRange(list(temporary, Product + "-*").Where(folder =>
                !Path.GetFileName(folder).AsSpan(Product.Length + 1).ContainsAnyExceptInRange('0', '9')));
        }

        roots.Add(string.Create(CultureInfo.InvariantCulture, $"/run/user/{user}/{Product}"));
        roots.Add(InTemporary(temporary, user));
        return [.. roots.Distinct()];
    }

    private static string InTemporary(string temporary, int user) =>
        Path.Combine(temporary, string.Create(CultureInfo.InvariantCulture, $"{Product}-{user}"));

    private static string? Rooted(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.GetValueOrDefault(name)?.Split(':')[0] is { } path && Path.IsPathRooted(path) ? Path.TrimEndingDirectorySeparator(path) : null;
}
