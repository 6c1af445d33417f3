using AppHost.Host.Binding;

namespace AppHost.Host.Releases;

/// <summary>Finds the folder for generation folders: private, writable, and allowed to hold code.</summary>
internal static class StateFolder
{
    private const int Root = 0;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Where to look, the first choice first. Pure.</summary>
    /// <param name="configured">The setting; then nothing else is tried.</param>
    /// <param name="temporary">The folder for temporary files.</param>
    /// <param name="user">The user that this process acts as.</param>
    public static IReadOnlyList<string> Candidates(string? configured, IReadOnlyDictionary<string, string> environment, string temporary, int user)
    {
        if (configured is not null) return [configured];
        var candidates = new List<string>();
        // systemd.exec(5): several folders are separated by colons.
        if (environment.GetValueOrDefault("STATE_DIRECTORY") is { Length: > 0 } ofUnit) candidates.Add(ofUnit.Split(':')[0]);
        // The XDG base directory specification: a relative path is to be ignored.
        if (environment.GetValueOrDefault("XDG_STATE_HOME") is { } state && Path.IsPathRooted(state)) candidates.Add(Path.Combine(state, "apphost"));
        else if (environment.GetValueOrDefault("HOME") is { } home && Path.IsPathRooted(home)) candidates.Add(Path.Combine(home, ".local/state/apphost"));
        candidates.Add(Path.Combine(temporary, $"apphost-{user}-state"));
        return candidates;
    }

    /// <summary>Makes the folder of one host in the first candidate that will do.</summary>
    /// <param name="name">The host's name.</param>
    /// <param name="problem">Why none will do.</param>
    public static string? Create(IReadOnlyList<string> candidates, string name, out string? problem)
    {
        problem = null;
        foreach (string candidate in candidates)
        {
            string folder = Path.Combine(candidate, name);
            problem = TryCreate(candidate, folder);
            if (problem is null) return folder;
        }

        return null;
    }

    private static string? TryCreate(string candidate, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            // In a temporary folder somebody else may have been faster, and could then change what we run.
            foreach (string part in (string[])[candidate, folder])
            {
                if (Interop.OwnerOf(part) is { } owner && owner != Interop.EffectiveUser() && owner != Root) return $"{part} belongs to another user";
            }

            File.SetUnixFileMode(folder, OwnerOnly);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{folder}: {exception.Message}";
        }

        return MountPoint.Of(folder) is { IsNoExec: true } mount ? $"{mount.Path} is mounted noexec" : null;
    }
}
