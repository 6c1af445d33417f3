namespace AppHost.Tests.WorkerTypes;

/// <summary>What holds for every worker class and both kinds of app: slots and the queue before them.</summary>
public sealed class SlotTests
{
    public static TheoryData<WorkerClass> Kinds => [.. Enum.GetValues<WorkerClass>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_request_that_finds_no_slot_waits_until_one_is_free(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind);
        FakeRequest waiting = slot.Worker.Request();
        Task second = await slot.Send(waiting);
        await slot.Worker.Loop.Settle();
        Assert.False(waiting.Ran);
        Assert.False(slot.Running.IsCompleted);

        slot.Release();
        await Task.WhenAll(slot.Running, second);
        Assert.True(waiting.Ran);
        Assert.Equal(1, waiting.Ended);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Requests_are_served_in_the_order_of_arrival(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind, queueLength: 100);
        var served = new List<int>();
        var tasks = new List<Task>();
        for (int i = 0; i < 50; i++)
        {
            int number = i;
            tasks.Add(await slot.Send(new FakeRequest
            {
                Body = () => served.Add(number),
                AsyncBody = () =>
                {
                    served.Add(number);
                    return Task.CompletedTask;
                },
            }));
        }

        slot.Release();
        await Task.WhenAll(tasks);
        Assert.Equal(Enumerable.Range(0, 50), served);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_full_queue_rejects_the_newest(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind, queueLength: 1);
        FakeRequest waiting = slot.Worker.Request();
        FakeRequest refused = slot.Worker.Request();
        Task second = await slot.Send(waiting);
        await await slot.Send(refused);
        Assert.Equal(RejectReason.QueueFull, refused.Rejection);

        slot.Release();
        await second;
        Assert.True(waiting.Ran);
        Assert.Equal(1, refused.Ended);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_queue_holds_four_requests_for_each_slot_unless_told_otherwise(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind, queueLength: null);
        var tasks = new List<Task>();
        FakeRequest[] requests = [.. Enumerable.Range(0, 5).Select(_ => slot.Worker.Request())];
        foreach (FakeRequest request in requests)
        {
            tasks.Add(await slot.Send(request));
        }

        Assert.All(requests[..4], request => Assert.Null(request.Rejection));
        Assert.Equal(RejectReason.QueueFull, requests[4].Rejection);
        slot.Release();
        await Task.WhenAll(tasks);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Discard_oldest_rejects_the_one_that_waited_longest(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind, queueLength: 1, QueuePolicy.DiscardOldest);
        FakeRequest oldest = slot.Worker.Request();
        FakeRequest newest = slot.Worker.Request();
        Task discarded = await slot.Send(oldest);
        Task second = await slot.Send(newest);
        await discarded;
        Assert.Equal(RejectReason.Discarded, oldest.Rejection);

        slot.Release();
        await second;
        Assert.True(newest.Ran);
        Assert.Equal(1, oldest.Ended);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Caller_runs_lets_all_requests_wait(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind, queueLength: 1, QueuePolicy.CallerRuns);
        var tasks = new List<Task>();
        FakeRequest[] requests = [.. Enumerable.Range(0, 20).Select(_ => slot.Worker.Request())];
        foreach (FakeRequest request in requests)
        {
            tasks.Add(await slot.Send(request));
        }

        slot.Release();
        await Task.WhenAll(tasks);
        Assert.All(requests, request => Assert.True(request.Ran));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_queue_of_length_zero_takes_one_request_after_the_other(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Free(kind, queueLength: 0);
        for (int i = 0; i < 200; i++)
        {
            FakeRequest request = slot.Worker.Request();
            await await slot.Send(request);
            Assert.True(request.Ran);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task With_a_queue_of_length_zero_nothing_waits(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind, queueLength: 0);
        FakeRequest refused = slot.Worker.Request();
        await await slot.Send(refused);
        Assert.Equal(RejectReason.QueueFull, refused.Rejection);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_slot_is_free_before_the_task_of_its_request_completes(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind, queueLength: 1);
        FakeRequest[] next = [slot.Worker.Request(), slot.Worker.Request()];
        Task waiting = await slot.Send(slot.Worker.Request());
        // Two more at once, from inside the completion: one for the slot and one for the queue. None fits in if the slot is taken.
        Task<Task[]> sent = waiting.ContinueWith(
            _ => next.Select(slot.Type.ExecuteAsync).ToArray(),
            TestContext.Current.CancellationToken,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        slot.Release();
        await Task.WhenAll(await sent);
        Assert.All(next, request => Assert.True(request.Ran));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_request_that_waits_too_long_is_rejected_though_no_slot_becomes_free(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind);
        TestWorker worker = slot.Worker;
        FakeRequest early = worker.Request();
        Task earlyTask = await slot.Send(early);
        worker.Clock.Advance(TimeSpan.FromSeconds(1));
        FakeRequest late = worker.Request();
        Task lateTask = await slot.Send(late);

        worker.Clock.Advance(TimeSpan.FromMilliseconds(999));
        await worker.Loop.Settle();
        Assert.Null(early.Rejection);
        worker.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await earlyTask;
        Assert.Equal(RejectReason.QueueTimeout, early.Rejection);
        Assert.Null(late.Rejection);
        worker.Clock.Advance(TimeSpan.FromSeconds(1));
        await lateTask;
        Assert.Equal(RejectReason.QueueTimeout, late.Rejection);
        Assert.Equal(0, worker.Clock.ArmedTimers);
        Assert.Equal((1, 1), (early.Ended, late.Ended));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_waiting_request_whose_client_has_gone_is_not_run(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Taken(kind);
        FakeRequest gone = slot.Worker.Request();
        FakeRequest waiting = slot.Worker.Request();
        Task second = await slot.Send(gone);
        Task third = await slot.Send(waiting);

        gone.Abort();
        slot.Release();
        await Task.WhenAll(second, third);
        Assert.False(gone.Ran);
        Assert.Equal(RejectReason.ClientGone, gone.Rejection);
        Assert.Equal(1, gone.Ended);
        Assert.True(waiting.Ran);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_exception_that_escapes_a_request_costs_neither_the_slot_nor_the_process(WorkerClass kind)
    {
        await using OneSlot slot = await OneSlot.Free(kind);
        for (int i = 0; i < 20; i++)
        {
            var broken = new FakeRequest
            {
                Body = () => throw new InvalidOperationException("escaped"),
                AsyncBody = i % 2 == 0
                    ? () => throw new InvalidOperationException("escaped at once")
                    : () => Task.FromException(new InvalidOperationException("escaped later")),
            };
            await await slot.Send(broken);
            Assert.Equal(1, broken.Ended);
        }

        FakeRequest next = slot.Worker.Request();
        await await slot.Send(next);
        Assert.True(next.Ran);
    }
}
