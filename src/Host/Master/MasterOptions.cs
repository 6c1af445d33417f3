using AppHost.Host.Output;
using AppHost.Host.Supervision;

namespace AppHost.Host.Master;

/// <summary>What a master is started with.</summary>
/// <param name="First">Generation 1, its addresses bound.</param>
/// <param name="Listeners">Those addresses; what else is bound by reloads is closed with them.</param>
/// <param name="Prepare">Reads configuration and app anew for a reload; runs off the loop.</param>
/// <param name="StartedAt">Monotonic time at which the command began, for the line that says how long it took.</param>
/// <param name="Supervisor">Who started the host and wants to hear of it.</param>
/// <param name="Log">Takes the log settings of the generation that serves.</param>
/// <param name="LogFiles">Reopened when they were rotated.</param>
/// <param name="TimeProvider">For times of day.</param>
internal sealed record MasterOptions(
    Generation First,
    OpenListeners Listeners,
    Func<CancellationToken, Task<PreparedGeneration>> Prepare,
    TimeSpan StartedAt,
    Supervisor Supervisor,
    HostLog Log,
    LogFiles LogFiles,
    TimeProvider TimeProvider);
