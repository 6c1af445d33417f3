using AppHost.Tests.Support;
using AppHost.Worker;
using AppHost.Worker.Life;

namespace AppHost.Tests.Life;

public sealed class LifecycleTurnsTests
{
    private readonly RecordedHandler _handler = new();
    private readonly CapturingLogger<LifecycleTurns> _logger = new();
    private readonly LifecycleTurns _turns;

    public LifecycleTurnsTests() => _turns = new LifecycleTurns(_handler, _logger);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Draining_that_is_told_before_ready_waits_for_it()
    {
        await _turns.StartingAsync(Token);
        Task draining = _turns.DrainingAsync(Token);
        Assert.Equal(["starting"], _handler.Turns);
        await _turns.ReadyAsync(Token);
        await draining;
        await _turns.StoppingAsync(Token);
        Assert.Equal(["starting", "ready", "draining", "stopping"], _handler.Turns);
    }

    [Fact]
    public async Task A_turn_does_not_overlap_the_one_before()
    {
        await _turns.StartingAsync(Token);
        _handler.Ready = new TaskCompletionSource();
        Task ready = _turns.ReadyAsync(Token);
        Task draining = _turns.DrainingAsync(Token);
        Assert.Equal(["starting", "ready"], _handler.Turns);
        _handler.Ready.SetResult();
        await Task.WhenAll(ready, draining);
        Assert.Equal(["starting", "ready", "draining"], _handler.Turns);
    }

    [Fact]
    public async Task A_turn_that_never_comes_back_ends_the_telling_when_time_is_up()
    {
        await _turns.StartingAsync(Token);
        await _turns.ReadyAsync(Token);
        _handler.Draining = new TaskCompletionSource();
        using var timeIsUp = new CancellationTokenSource();
        Task draining = _turns.DrainingAsync(timeIsUp.Token);
        await timeIsUp.CancelAsync();
        await draining;
        await _turns.StoppingAsync(timeIsUp.Token);
        Assert.Equal(["starting", "ready", "draining"], _handler.Turns);
        Assert.Contains(_logger.Records, record => record.EventId == EventIds.LifecycleTurnSkipped && record.Message.Contains("stopping"));
    }

    [Fact]
    public async Task A_handler_that_came_back_hears_of_the_end_though_time_is_up()
    {
        await _turns.StartingAsync(Token);
        await _turns.ReadyAsync(Token);
        await _turns.DrainingAsync(new CancellationToken(canceled: true));
        await _turns.StoppingAsync(new CancellationToken(canceled: true));
        Assert.Equal(["starting", "ready", "draining", "stopping"], _handler.Turns);
    }

    [Fact]
    public async Task A_turn_that_fails_is_logged_and_the_next_one_told()
    {
        await _turns.StartingAsync(Token);
        _handler.Ready = new TaskCompletionSource();
        _handler.Ready.SetException(new InvalidOperationException("no cache"));
        await _turns.ReadyAsync(Token);
        await _turns.DrainingAsync(Token);
        Assert.Contains(_logger.Records, record => record.EventId == EventIds.LifecycleFailed && record.Exception!.Message == "no cache");
        Assert.Equal("draining", _handler.Turns[^1]);
    }

    [Fact]
    public async Task A_worker_that_is_only_checked_goes_from_starting_to_stopping()
    {
        await _turns.StartingAsync(Token);
        _turns.SkipReady();
        await _turns.StoppingAsync(Token);
        Assert.Equal(["starting", "stopping"], _handler.Turns);
    }

    [Fact]
    public async Task A_handler_that_fails_to_start_fails_the_boot()
    {
        _handler.StartFailure = new TimeoutException("database");
        BootFailedException failure = await Assert.ThrowsAsync<BootFailedException>(() => _turns.StartingAsync(Token));
        Assert.Contains("StartingAsync failed: TimeoutException: database", failure.Message);
    }

    private sealed class RecordedHandler : IWorkerLifecycle
    {
        public List<string> Turns { get; } = [];

        public Exception? StartFailure { get; set; }

        public TaskCompletionSource? Ready { get; set; }

        public TaskCompletionSource? Draining { get; set; }

        public Task StartingAsync(CancellationToken cancellationToken)
        {
            Turns.Add("starting");
            return StartFailure is null ? Task.CompletedTask : Task.FromException(StartFailure);
        }

        public Task ReadyAsync(CancellationToken cancellationToken) => Note("ready", Ready);

        public Task DrainingAsync(CancellationToken cancellationToken) => Note("draining", Draining);

        public Task StoppingAsync(CancellationToken cancellationToken) => Note("stopping", null);

        private Task Note(string turn, TaskCompletionSource? end)
        {
            Turns.Add(turn);
            return end?.Task ?? Task.CompletedTask;
        }
    }
}
