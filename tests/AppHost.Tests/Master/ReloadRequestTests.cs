using AppHost.Host.Master;

namespace AppHost.Tests.Master;

public sealed class ReloadRequestTests
{
    private static readonly ReloadOutcome Done = new(ReloadResult.Completed, 2, 2, null);
    private static readonly ReloadOutcome Superseded = new(ReloadResult.Superseded, 1, null, "newer");

    private readonly TaskCompletionSource<ReloadOutcome> _first = new();
    private readonly TaskCompletionSource<ReloadOutcome> _second = new();

    [Fact]
    public async Task Two_that_want_the_same_get_the_same_answer()
    {
        ReloadRequest joined = new ReloadRequest(null, _second).Replacing(new ReloadRequest(null, _first), () => Superseded);
        Assert.False(_first.Task.IsCompleted);
        joined.Answer(Done);
        Assert.Same(Done, await _first.Task);
        Assert.Same(Done, await _second.Task);
    }

    [Fact]
    public async Task Who_wanted_something_else_is_told_at_once()
    {
        ReloadRequest newer = new ReloadRequest(kept: 1, _second).Replacing(new ReloadRequest(null, _first), () => Superseded);
        Assert.Same(Superseded, await _first.Task);
        Assert.False(_second.Task.IsCompleted);
        newer.Answer(Done);
        Assert.Same(Superseded, await _first.Task);
    }

    [Fact]
    public async Task A_second_answer_changes_nothing()
    {
        var request = new ReloadRequest(null, _first);
        request.Answer(Done);
        request.Answer(Superseded);
        Assert.Same(Done, await _first.Task);
    }
}
