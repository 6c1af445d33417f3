using Microsoft.Extensions.Logging;

namespace AppHost.Host.Master;

internal sealed partial class Master
{
    [LoggerMessage(EventIds.Listening, LogLevel.Information,
        "Listening on {Addresses} - {WorkerClass}, {Workers} workers x {Slots} slots, pid {ProcessId}, ready in {Milliseconds} ms.")]
    private partial void LogListening(string addresses, string workerClass, int workers, int slots, int processId, long milliseconds);

    [LoggerMessage(EventIds.WorkerReady, LogLevel.Debug, "Worker {WorkerId} ({ProcessId}) of generation {Generation} is ready after {Milliseconds} ms.")]
    private partial void LogWorkerReady(int workerId, int processId, int generation, long milliseconds);

    [LoggerMessage(EventIds.Draining, LogLevel.Information, "Worker {WorkerId} ({ProcessId}) drains: {Reason}.")]
    private partial void LogDraining(int workerId, int processId, ExitReason reason);

    [LoggerMessage(EventIds.Exited, LogLevel.Information, "Worker {WorkerId} ({ProcessId}) has left: {Reason}, {Exit}.")]
    private partial void LogExited(int workerId, int processId, ExitReason reason, string exit);

    [LoggerMessage(EventIds.Crash, LogLevel.Error, "Worker {WorkerId} ({ProcessId}) died: {Exit}.{Details}")]
    private partial void LogCrash(int workerId, int processId, string exit, string details);

    [LoggerMessage(EventIds.Killing, LogLevel.Error, "Worker {WorkerId} ({ProcessId}) is killed: {Reason}.")]
    private partial void LogKilling(int workerId, int processId, ExitReason reason);

    [LoggerMessage(EventIds.LostRequests, LogLevel.Warning, "Worker {WorkerId} ({ProcessId}) took its requests with it:{Details}")]
    private partial void LogLostRequests(int workerId, int processId, string details);

    [LoggerMessage(EventIds.BootFailed, LogLevel.Critical, "The app does not boot: {Story}")]
    private partial void LogBootFailed(string story);

    [LoggerMessage(EventIds.WorkerBootFailed, LogLevel.Error, "Worker {WorkerId} ({ProcessId}) does not boot: {Story}")]
    private partial void LogWorkerBootFailed(int workerId, int processId, string story);

    [LoggerMessage(EventIds.SpawnFailed, LogLevel.Error, "Worker {WorkerId} could not be started: {Problem}")]
    private partial void LogSpawnFailed(int workerId, string problem);

    [LoggerMessage(EventIds.BackOff, LogLevel.Warning, "{Failures} failures in a row: the next worker is started in {Milliseconds} ms.")]
    private partial void LogBackOff(int failures, long milliseconds);

    [LoggerMessage(EventIds.Stopping, LogLevel.Information, "Stopping ({Mode}), {Workers} workers.")]
    private partial void LogStopping(StopMode mode, int workers);

    [LoggerMessage(EventIds.StopPutOff, LogLevel.Information,
        "Told to stop: serving on for {Milliseconds} ms (shutdown-delay) until load balancers have noticed. A second signal ends that.")]
    private partial void LogStopPutOff(long milliseconds);

    [LoggerMessage(EventIds.Scaled, LogLevel.Information, "Workers wanted from now on: {Workers}.")]
    private partial void LogScaled(int workers);

    [LoggerMessage(EventIds.ScaleAtLimit, LogLevel.Information,
        "Asked for {Wanted} workers: there are between 1 and {Most}, so it stays at {Workers}.")]
    private partial void LogScaleAtLimit(long wanted, int most, int workers);

    [LoggerMessage(EventIds.ReloadAsked, LogLevel.Information, "Reload: reading configuration and app.")]
    private partial void LogReloadAsked();

    [LoggerMessage(EventIds.ReloadRefused, LogLevel.Error, "Reload refused, generation {Generation} goes on: {Problem}")]
    private partial void LogReloadRefused(string problem, int generation);

    [LoggerMessage(EventIds.Reloading, LogLevel.Information, "Reload: generation {Generation} boots its first worker.")]
    private partial void LogReloading(int generation);

    [LoggerMessage(EventIds.Baking, LogLevel.Information, "Reload: the first worker of generation {Generation} serves; watching it for {Milliseconds} ms.")]
    private partial void LogBaking(int generation, long milliseconds);

    [LoggerMessage(EventIds.Reloaded, LogLevel.Information, "Reload: generation {Generation} serves with {Workers} workers.")]
    private partial void LogReloaded(int generation, int workers);

    [LoggerMessage(EventIds.RolledBack, LogLevel.Error, "Reload failed: generation {Failed} is given up, generation {Kept} goes on: {Story}")]
    private partial void LogRolledBack(int failed, int kept, string story);

    [LoggerMessage(EventIds.Superseded, LogLevel.Information, "Reload: generation {Generation} is superseded by a newer request.")]
    private partial void LogSuperseded(int generation);

    [LoggerMessage(EventIds.Warning, LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(EventIds.AppNotice, LogLevel.Information, "{Notice}")]
    private partial void LogAppNotice(string notice);

    [LoggerMessage(EventIds.BreakerTripped, LogLevel.Critical,
        "Generation {Generation} has failed: {Failures} workers in a row did not boot. The {Ready} that serve go on; one is tried again in {Seconds} s. "
        + "Mend it and reload, or roll back.")]
    private partial void LogBreakerTripped(int generation, int failures, long seconds, int ready);

    [LoggerMessage(EventIds.BreakerClosed, LogLevel.Information, "Generation {Generation} boots again; the missing workers follow.")]
    private partial void LogBreakerClosed(int generation);

    [LoggerMessage(EventIds.Exhausted, LogLevel.Critical, "No worker of generation {Generation} is left and none boots: the host ends (crash.on-exhausted).")]
    private partial void LogExhausted(int generation);

    [LoggerMessage(EventIds.Recycling, LogLevel.Information, "Worker {WorkerId} ({ProcessId}) is to be replaced by a fresh one: {Reason}.")]
    private partial void LogRecycling(int workerId, int processId, ExitReason reason);

    [LoggerMessage(EventIds.ReloadWaits, LogLevel.Information,
        "Reload: the new release is read and waits its turn: for the reload on its way, or for an older generation to leave.")]
    private partial void LogReloadWaits();

    [LoggerMessage(EventIds.RollbackAsked, LogLevel.Information, "Rollback to generation {Generation}.")]
    private partial void LogRollbackAsked(int generation);

    [LoggerMessage(EventIds.RollbackRefused, LogLevel.Error, "Rollback refused, generation {Generation} goes on: {Problem}")]
    private partial void LogRollbackRefused(string problem, int generation);

    [LoggerMessage(EventIds.Standstill, LogLevel.Warning,
        "The host stood still for {Milliseconds} ms; deadlines are moved on and heartbeats count from now.")]
    private partial void LogStandstill(long milliseconds);

    [LoggerMessage(EventIds.RuntimeReplaced, LogLevel.Warning,
        "The .NET runtime in {Folder} was replaced: workers started from now on run on what is there now. Restart the host when it suits.")]
    private partial void LogRuntimeReplaced(string folder);

    [LoggerMessage(EventIds.LogsReopened, LogLevel.Information, "SIGUSR1: {Outcome}")]
    private partial void LogLogsReopened(string outcome);

    [LoggerMessage(EventIds.SignalIgnored, LogLevel.Information,
        "{Signal} is ignored, for the host was started so (by nohup, or by '&' in a script): {Instead}")]
    private partial void LogSignalIgnored(string signal, string instead);

    [LoggerMessage(EventIds.Unintelligible, LogLevel.Error,
        "Worker {WorkerId} ({ProcessId}) sent what is no message ({Problem}); does the app write to descriptors that are not its own?")]
    private partial void LogUnintelligible(int workerId, int processId, string problem);

    [LoggerMessage(EventIds.UpgradeUnsupported, LogLevel.Warning, "SIGUSR2: this version cannot hand over to a newer binary; restart the host instead.")]
    private partial void LogUpgradeUnsupported();
}
