namespace AppHost.Tests.WorkerTypes;

/// <summary>Many senders, random apps, random clients: what must hold in every order of events.</summary>
public sealed class StressTests
{
    private const int Slots = 4;
    private const int Senders = 8;
    private const int RequestsPerSender = 1000;

    private int _running;
    private int _most;

    public static TheoryData<WorkerClass, QueuePolicy, int> Cases
    {
        get
        {
            var cases = new TheoryData<WorkerClass, QueuePolicy, int>();
            foreach (WorkerClass kind in new[] { WorkerClass.ThreadedBlocking, WorkerClass.ThreadedAwaiting, WorkerClass.Async })
            {
                foreach (QueuePolicy policy in Enum.GetValues<QueuePolicy>())
                {
                    cases.Add(kind, policy, 0);
                    cases.Add(kind, policy, 3);
                    cases.Add(kind, policy, 1000);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_request_ends_once_never_more_run_than_slots_and_no_slot_is_lost(
        WorkerClass kind, QueuePolicy policy, int queueLength)
    {
        using var worker = new TestWorker
        {
            AppBlocks = kind.Blocks(),
            MinThreads = 1,
            MaxThreads = Slots,
            AsyncLimit = Slots,
            QueueLength = queueLength,
            QueuePolicy = policy,
        };
        await using IWorkerType type = await kind.Start(worker);
        FakeRequest[][] sent = await Task.WhenAll(Enumerable.Range(0, Senders).Select(seed => Task.Run(() => Send(worker, type, seed))));

        FakeRequest[] all = [.. sent.SelectMany(requests => requests)];
        Assert.Equal(Senders * RequestsPerSender, all.Length);
        Assert.All(all, request => Assert.Equal(1, request.Ended));
        Assert.All(all, request => Assert.NotEqual(request.Ran, request.Rejection is not null));
        Assert.InRange(_most, 1, Slots);
        if (policy != QueuePolicy.DiscardOldest)
        {
            Assert.DoesNotContain(all, request => request.Rejection == RejectReason.Discarded);
        }

        if (policy == QueuePolicy.CallerRuns)
        {
            Assert.DoesNotContain(all, request => request.Rejection == RejectReason.QueueFull);
        }

        await TakeAllSlots(worker, type);
        await type.StopAsync(TestContext.Current.CancellationToken);
    }

    private async Task<FakeRequest[]> Send(TestWorker worker, IWorkerType type, int seed)
    {
        var random = new Random(seed);
        var requests = new List<FakeRequest>();
        var open = new List<Task>();
        for (int i = 0; i < RequestsPerSender; i++)
        {
            int kind = random.Next(10);
            var request = new FakeRequest(worker.Clock.GetTimestamp()) { Body = () => Work(kind), AsyncBody = () => WorkAsync(kind) };
            requests.Add(request);
            open.Add(type.ExecuteAsync(request));
            if (kind == 4)
            {
                request.Abort();
            }

            if (random.Next(50) == 0)
            {
                worker.Clock.Advance(TimeSpan.FromMilliseconds(500));
            }

            if (random.Next(6) == 0)
            {
                await Task.WhenAll(open);
                open.Clear();
            }
        }

        await Task.WhenAll(open);
        return [.. requests];
    }

    private void Work(int kind)
    {
        Enter();
        if (kind == 2)
        {
            Thread.Yield();
        }

        Interlocked.Decrement(ref _running);
        if (kind == 3)
        {
            throw new InvalidOperationException("escaped");
        }
    }

    private async Task WorkAsync(int kind)
    {
        Enter();
        if (kind < 3)
        {
            await Task.Yield();
        }

        Interlocked.Decrement(ref _running);
        if (kind is 0 or 3)
        {
            throw new InvalidOperationException("escaped");
        }
    }

    private void Enter()
    {
        int now = Interlocked.Increment(ref _running);
        int seen = Volatile.Read(ref _most);
        while (now > seen)
        {
            int before = Interlocked.CompareExchange(ref _most, now, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private static async Task TakeAllSlots(TestWorker worker, IWorkerType type)
    {
        HeldRequest[] held = [.. Enumerable.Range(0, Slots).Select(_ => worker.Held())];
        Task[] tasks = [.. held.Select(request => type.ExecuteAsync(request.Request))];
        await Task.WhenAll(held.Select(request => request.Request.Started));
        Array.ForEach(held, request => request.Release());
        await Task.WhenAll(tasks);
    }
}
