using AppHost.Bench.Measuring;

namespace AppHost.Bench.Contestants;

/// <summary>Where one server is started.</summary>
/// <param name="Port">The port of 127.0.0.1 it listens on.</param>
/// <param name="Folder">A folder of its own for what it writes.</param>
/// <param name="Sizing">Its processes and threads.</param>
/// <param name="Queue">Requests of a worker that may wait, for servers that bound it; null: as they come.</param>
/// <param name="Repository">Where everything else is.</param>
internal sealed record LaunchPlace(int Port, string Folder, Sizing Sizing, int? Queue, Repository Repository)
{
    /// <summary>The folder of a peer's app and configuration.</summary>
    public string Peer(string name) => Path.Combine(Repository.Peers, name);

    /// <summary>Writes a peer's configuration file into the folder with its <c>@NAMES@</c> replaced; returns its path.</summary>
    /// <param name="peer">Folder below bench/peers.</param>
    /// <param name="file">File in it.</param>
    /// <param name="user">What stands for <c>@USER@</c>: needed by root alone.</param>
    public string Configure(string peer, string file, string user = "")
    {
        var target = Path.Combine(Folder, file);
        File.WriteAllText(target, Fill(File.ReadAllText(Path.Combine(Peer(peer), file)), peer, user));
        return target;
    }

    private string Fill(string template, string peer, string user) => template
        .Replace("@PORT@", $"{Port}", StringComparison.Ordinal)
        .Replace("@WORKERS@", $"{Sizing.Workers}", StringComparison.Ordinal)
        .Replace("@THREADS@", $"{Sizing.Threads}", StringComparison.Ordinal)
        .Replace("@FOLDER@", Folder, StringComparison.Ordinal)
        .Replace("@HERE@", Peer(peer), StringComparison.Ordinal)
        .Replace("@USER@", Environment.IsPrivilegedProcess ? user : "", StringComparison.Ordinal);
}
