using AppHost.Host.Binding;
using AppHost.Host.Configuration;
using AppHost.Host.Releases;
using AppHost.Worker.Apps;

namespace AppHost.Host.Master;

/// <summary>The outcome of reading the configuration and looking at the app: one of the two is null.</summary>
/// <param name="Release">Settings and app.</param>
/// <param name="Failure">Lines for the operator.</param>
/// <param name="ExitCode">The host's, if this was its start.</param>
internal sealed record PreparedGeneration(
    (HostSettings Settings, HostableApp App)? Release, IReadOnlyList<string> Failure, IReadOnlyList<string> Warnings, int ExitCode)
{
    /// <summary>The copy of the release; null if the live folder is to be run.</summary>
    public ReleaseSnapshot? Snapshot { get; init; }

    /// <summary>Bound; null until then.</summary>
    public ListenerSet? Listeners { get; init; }

    /// <summary>It will not be used.</summary>
    public void Discard() => Snapshot?.Discard();
}
