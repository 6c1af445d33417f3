using AppHost.Bench.Processes;

namespace AppHost.Bench.Contestants;

/// <summary>A minimal API by <c>dotnet app.dll</c>: what .NET gives without a host.</summary>
/// <param name="bytes">The handler writes bytes, exactly as AppHost's does, instead of returning a string.</param>
internal sealed class KestrelServer(bool bytes) : Contestant
{
    /// <inheritdoc />
    public override string Name => bytes ? "Kestrel bytes" : "Kestrel";

    /// <inheritdoc />
    public override Concurrency Concurrency => Concurrency.OneProcess;

    /// <inheritdoc />
    public override string HelloPath => bytes ? "/bytes" : "/";

    /// <inheritdoc />
    public override bool IsVariant => bytes;

    /// <inheritdoc />
    public override ReloadAction Reload { get; } = new("kill -TERM, then start (systemctl restart)", Signals.Terminate, Restarts: true);

    /// <inheritdoc />
    public override IReadOnlyList<LaunchCommand> Launch(LaunchPlace place) =>
        [new LaunchCommand("dotnet", [place.Repository.Kestrel, "--urls", $"http://127.0.0.1:{place.Port}"])];
}
