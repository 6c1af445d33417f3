using AppHost.Host.Configuration;
using AppHost.Worker.Apps;

namespace AppHost.Host.Master;

/// <summary>The outcome of reading the configuration and looking at the app: one of the two is null.</summary>
/// <param name="Release">Settings and app.</param>
/// <param name="Failure">Lines for the operator.</param>
/// <param name="ExitCode">The host's, if this was its start.</param>
internal sealed record PreparedGeneration(
    (HostSettings Settings, HandlerApp App)? Release, IReadOnlyList<string> Failure, IReadOnlyList<string> Warnings, int ExitCode);
