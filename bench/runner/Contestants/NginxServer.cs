using AppHost.Bench.Processes;

namespace AppHost.Bench.Contestants;

/// <summary>nginx alone: it answers by itself, or sends a file.</summary>
internal sealed class NginxServer(bool file) : Contestant
{
    private static readonly byte[] Hello = "Hello, World!"u8.ToArray();

    /// <inheritdoc />
    public override string Name => file ? "nginx file" : "nginx return";

    /// <inheritdoc />
    public override IReadOnlyList<string> Needs => ["nginx"];

    /// <inheritdoc />
    public override Concurrency Concurrency => Concurrency.None;

    /// <inheritdoc />
    public override string HelloPath => file ? "/file" : "/";

    /// <inheritdoc />
    public override ReloadAction Reload { get; } = new("kill -HUP MASTER", Signals.Hup);

    /// <inheritdoc />
    public override IReadOnlyList<LaunchCommand> Launch(LaunchPlace place)
    {
        var folder = Path.Combine(place.Folder, "static");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "hello.txt"), Hello);
        using (var download = File.Create(Path.Combine(folder, "download.bin")))
            download.SetLength(10 * 1024 * 1024);
        return [new LaunchCommand("nginx", ["-c", place.Configure("nginx", "nginx.conf", "user root;"), "-g", "daemon off;"])];
    }
}
