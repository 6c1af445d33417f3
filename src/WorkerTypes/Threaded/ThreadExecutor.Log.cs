using Microsoft.Extensions.Logging;

namespace AppHost.WorkerTypes.Threaded;

internal sealed partial class ThreadExecutor
{
    [LoggerMessage(2010, LogLevel.Critical, "Thread {Thread} died; {Left} are left, and it is replaced.")]
    private partial void LogThreadDied(Exception exception, string thread, int left);

    [LoggerMessage(
        2011, LogLevel.Warning, "The system refused a thread; {Threads} of {Slots} run. Look at ulimit -u and the cgroup's pids.max.")]
    private partial void LogThreadRefused(Exception exception, int threads, int slots);
}
