using AppHost.Worker.Scoreboard;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Life;

/// <summary>
/// How a worker leaves: closes its listeners, says <c>Connection: close</c> on each answer for a while, lets what runs
/// finish, and ends the process, by force when time is up. Thread-safe.
/// </summary>
/// <remarks>
/// It lives on a thread of its own with a clock of its own: neither a full thread pool nor a stuck handler delays it.
/// </remarks>
/// <param name="exit">Ends the process with a code; does not return.</param>
internal sealed partial class Departure(ILogger<Departure> logger, Action<int> exit) : IDisposable
{
    private readonly ILogger _logger = logger;
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly CancellationTokenSource _timeUp = new();
    private readonly CancellationTokenSource _lingerUp = new();
    private WorkerBoot? _boot;
    private bool _leaving;
    private TimeSpan _lingerEnds = TimeSpan.MaxValue;
    private TimeSpan _timeEnds = TimeSpan.MaxValue;

    /// <summary>The worker serves from now on; if it was told to leave while it booted, it leaves.</summary>
    public void Booted(WorkerBoot boot)
    {
        lock (_lock)
        {
            _boot = boot;
            if (!_leaving) boot.Open();
            else StartThread();
        }
    }

    private static TimeSpan Now => TimeSpan.FromTicks(MonotonicClock.Nanoseconds / 100);

    /// <summary>Begins to leave; at once if nothing was served yet. A further call can only shorten the times.</summary>
    /// <param name="linger">How long idle connections stay open.</param>
    /// <param name="timeout">After that what still runs is given up.</param>
    public void Begin(TimeSpan linger, TimeSpan timeout)
    {
        lock (_lock)
        {
            Shorten(_lingerUp, ref _lingerEnds, linger);
            Shorten(_timeUp, ref _timeEnds, timeout);
            if (_leaving) return;
            _leaving = true;
            // One that still boots holds the listeners, too: a new master could not bind while it does.
            if (_boot is null) exit(WorkerExitCode.Left);
            else StartThread();
        }
    }

    /// <summary>Blocks until the worker has left.</summary>
    public void WaitForEnd() => _ended.Wait();

    public void Dispose()
    {
        _ended.Dispose();
        _lingerUp.Dispose();
        _timeUp.Dispose();
    }

    private static void Shorten(CancellationTokenSource source, ref TimeSpan ends, TimeSpan left)
    {
        if (Now + left >= ends) return;
        ends = Now + left;
        source.CancelAfter(left);
    }

    private void StartThread() => new Thread(Leave) { Name = "apphost-departure" }.Start();

    private void Leave()
    {
        WorkerBoot boot = _boot!;
        // Whatever the steps below wait for: when time is up, and a moment for the last answers, the process ends.
        _timeUp.Token.Register(ExitSoon);
        try
        {
            LeaveAsync(boot).GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            LogDrainFailed(exception);
        }

        _ended.Set();
        exit(WorkerExitCode.Left);
    }

    private void ExitSoon() => new Thread(() =>
    {
        Thread.Sleep(TimeSpan.FromSeconds(1));
        exit(WorkerExitCode.Left);
    })
    { IsBackground = true, Name = "apphost-time-up" }.Start();

    private async Task LeaveAsync(WorkerBoot boot)
    {
        boot.Identity.BeginDraining();
        await boot.Serving.StopAcceptingAsync();
        await boot.NotifyAsync(static (lifecycle, token) => lifecycle.DrainingAsync(token), _timeUp.Token);
        using var lingerUp = CancellationTokenSource.CreateLinkedTokenSource(_lingerUp.Token, _timeUp.Token);
        await boot.Serving.WhenNoConnections().WaitAsync(lingerUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await boot.Serving.StopAsync(_timeUp.Token);
        if (_timeUp.IsCancellationRequested && boot.Serving.InFlight > 0) LogGivenUp(boot.Serving.InFlight);
        await boot.NotifyAsync(static (lifecycle, token) => lifecycle.StoppingAsync(token), _timeUp.Token);
        await boot.DisposeAsync();
    }

    [LoggerMessage(EventId = EventIds.DrainTimedOut, Level = LogLevel.Warning, Message = "Time is up: {InFlight} requests were given up.")]
    private partial void LogGivenUp(int inFlight);

    [LoggerMessage(EventId = EventIds.DrainFailed, Level = LogLevel.Error, Message = "Leaving failed half-way; the process ends now.")]
    private partial void LogDrainFailed(Exception exception);
}
