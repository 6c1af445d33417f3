namespace AppHost.Tests.WorkerTypes;

/// <summary>How every worker class ends.</summary>
public sealed class StopTests
{
    public static TheoryData<WorkerClass> Kinds => [.. Enum.GetValues<WorkerClass>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Stopping_refuses_new_requests_and_lets_waiting_ones_run(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind);
        FakeRequest waiting = slot.Worker.Request();
        Task second = await slot.Send(waiting);

        Task stop = slot.Type.StopAsync(TestContext.Current.CancellationToken).AsTask();
        FakeRequest refused = slot.Worker.Request();
        await await slot.Send(refused);
        Assert.Equal(RejectReason.Stopping, refused.Rejection);
        Assert.False(stop.IsCompleted);

        slot.Release();
        await Task.WhenAll(second, stop);
        Assert.True(waiting.Ran);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task When_the_time_is_over_waiting_requests_are_rejected_and_a_stuck_one_is_left(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind);
        FakeRequest[] waiting = [slot.Worker.Request(), slot.Worker.Request(), slot.Worker.Request()];
        var tasks = new List<Task>();
        foreach (FakeRequest request in waiting)
        {
            tasks.Add(await slot.Send(request));
        }

        using var time = new CancellationTokenSource();
        Task stop = slot.Type.StopAsync(time.Token).AsTask();
        Assert.False(stop.IsCompleted);
        await time.CancelAsync();
        await Task.WhenAll([stop, .. tasks]);
        Assert.All(waiting, request => Assert.Equal(RejectReason.Stopping, request.Rejection));
        Assert.All(waiting, request => Assert.Equal(1, request.Ended));
        Assert.False(slot.Running.IsCompleted);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Stopping_without_requests_ends_at_once_and_may_be_repeated(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Free(kind);
        await slot.Type.StopAsync(TestContext.Current.CancellationToken);
        await slot.Type.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, slot.Worker.Clock.ArmedTimers);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Disposal_does_not_wait_for_a_stuck_request(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind);
        await slot.Type.DisposeAsync();
        Assert.False(slot.Running.IsCompleted);
    }
}
