using AppHost.Host.Binding;

namespace AppHost.Host.Master;

/// <summary>What a master is started with.</summary>
/// <param name="First">Generation 1.</param>
/// <param name="Listeners">Bound by the master and held open until it ends.</param>
/// <param name="Prepare">Reads configuration and app anew for a reload; runs off the loop.</param>
/// <param name="StartedAt">Monotonic time at which the command began, for the line that says how long it took.</param>
internal sealed record MasterOptions(
    Generation First, ListenerSet Listeners, Func<CancellationToken, Task<PreparedGeneration>> Prepare, TimeSpan StartedAt);
