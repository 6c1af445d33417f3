using AppHost.Worker.Interop;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using Microsoft.Extensions.Logging;

namespace AppHost.Tests.Transport;

/// <summary>A running event loop with a scoreboard of its own.</summary>
internal sealed class TestLoop : IDisposable
{
    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();

    public TestLoop(ILoggerFactory? loggerFactory = null)
    {
        _scoreboard.RegionsInUse = 1;
        Region = _scoreboard.Region(0);
        Loop = new EventLoop(Region, workerId: 1, (loggerFactory ?? Log).CreateLogger<EventLoop>());
        Siblings = new Siblings(_scoreboard, ownRegion: 0);
    }

    public RecordingLoggerFactory Log { get; } = new();

    public EventLoop Loop { get; }

    public WorkerRegion Region { get; }

    public Siblings Siblings { get; }

    public static TestLoop Started()
    {
        var loop = new TestLoop();
        loop.Loop.Start();
        return loop;
    }

    /// <summary>Runs something on the loop and waits for it.</summary>
    public Task<T> Run<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(_ =>
        {
            try
            {
                result.SetResult(function());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        }, null);
        return result.Task;
    }

    public void Dispose()
    {
        Loop.Dispose();
        _scoreboard.Dispose();
        Log.Dispose();
    }

    /// <summary>A second descriptor of the same open file, as a worker inherits it.</summary>
    public static int Duplicate(nint descriptor)
    {
        const int F_DUPFD_CLOEXEC = 1030;
        int copy = Libc.fcntl((int)descriptor, F_DUPFD_CLOEXEC, 0);
        return copy >= 0 ? copy : throw Libc.Failure("fcntl(F_DUPFD_CLOEXEC)");
    }
}
