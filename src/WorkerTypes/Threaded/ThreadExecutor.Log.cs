using Microsoft.Extensions.Logging;

namespace AppHost.WorkerTypes.Threaded;

internal sealed partial class ThreadExecutor
{
    [LoggerMessage(2010, LogLevel.Critical, "Thread {Thread} died; {Left} are left, and it is replaced.")]
    private partial void LogThreadDied(Exception exception, string thread, int left);

    [LoggerMessage(
        2011, LogLevel.Warning, "The system refused a thread; {Threads} of {Slots} run. Look at ulimit -u and the cgroup's pids.max.")]
    private partial void LogThreadRefused(Exception exception, int threads, int slots);

    [LoggerMessage(2012, LogLevel.Error, "The handler's method for the beginning or the end of thread {Thread} failed.")]
    private partial void LogThreadLifecycleFailed(Exception exception, string thread);
}
