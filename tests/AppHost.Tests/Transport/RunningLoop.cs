using AppHost.Tests.Support;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

/// <summary>An event loop with a scoreboard of its own.</summary>
internal sealed class RunningLoop : IDisposable
{
    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();

    public RunningLoop(bool start = true)
    {
        Region = _scoreboard.Region(0);
        Loop = new EventLoop(Region, workerId: 0, Logger);
        if (start) Loop.Start();
    }

    public CapturingLogger<EventLoop> Logger { get; } = new();

    public SharedScoreboard Scoreboard => _scoreboard;

    public WorkerRegion Region { get; }

    public EventLoop Loop { get; }

    /// <summary>Runs on the loop, after all that was posted before.</summary>
    public async Task<T> RunAsync<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(_ =>
        {
            try
            {
                done.SetResult(function());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }, null);
        return await done.Task.Soon();
    }

    /// <summary>Runs on the loop, after all that was posted before.</summary>
    public Task RunAsync(Action action) => RunAsync(() =>
    {
        action();
        return true;
    });

    public void Dispose()
    {
        Loop.Dispose();
        _scoreboard.Dispose();
    }
}
