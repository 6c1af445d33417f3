using AppHost.WorkerTypes.Queueing;

namespace AppHost.Tests.WorkerTypes.Queueing;

public sealed class BoundedRequestQueueTests
{
    [Fact]
    public void Requests_leave_in_the_order_of_arrival_also_after_the_ring_has_grown_and_wrapped()
    {
        BoundedRequestQueue queue = Queue(limit: 1000);
        var expected = new Queue<FakeRequest>();
        for (int round = 0; round < 100; round++)
        {
            for (int i = 0; i < 7; i++)
            {
                expected.Enqueue(Add(queue, out _));
            }

            for (int i = 0; i < 5; i++)
            {
                Assert.Same(expected.Dequeue(), Take(queue).Request);
            }
        }

        Assert.Equal(expected.Count, queue.Count);
    }

    [Fact]
    public void A_full_queue_rejects_the_newest()
    {
        BoundedRequestQueue queue = Queue(limit: 1);
        FakeRequest first = Add(queue, out _);
        FakeRequest second = Add(queue, out Rejection? rejection);

        Assert.Equal((second, RejectReason.QueueFull), Of(rejection));
        Assert.Same(first, Take(queue).Request);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Discard_oldest_gives_the_place_of_the_oldest_to_the_newest()
    {
        BoundedRequestQueue queue = Queue(limit: 2, QueuePolicy.DiscardOldest);
        FakeRequest first = Add(queue, out _);
        FakeRequest second = Add(queue, out _);
        FakeRequest third = Add(queue, out Rejection? rejection);

        Assert.Equal((first, RejectReason.Discarded), Of(rejection));
        Assert.Same(second, Take(queue).Request);
        Assert.Same(third, Take(queue).Request);
    }

    [Fact]
    public void Caller_runs_lets_every_request_wait()
    {
        BoundedRequestQueue queue = Queue(limit: 1, QueuePolicy.CallerRuns);
        for (int i = 0; i < 100; i++)
        {
            Add(queue, out Rejection? rejection);
            Assert.Null(rejection);
        }

        Assert.Equal(100, queue.Count);
    }

    [Theory]
    [InlineData(QueuePolicy.Reject)]
    [InlineData(QueuePolicy.DiscardOldest)]
    public void A_limit_of_zero_takes_only_what_a_free_slot_will_serve(QueuePolicy policy)
    {
        BoundedRequestQueue queue = Queue(limit: 0, policy);
        FakeRequest served = Add(queue, out Rejection? none, freeSlots: 1);
        FakeRequest refused = Add(queue, out Rejection? rejection, freeSlots: 1);

        Assert.Null(none);
        Assert.Equal((refused, RejectReason.QueueFull), Of(rejection));
        Assert.Same(served, Take(queue).Request);
    }

    [Theory]
    [InlineData(QueuePolicy.Reject)]
    [InlineData(QueuePolicy.DiscardOldest)]
    public void An_oldest_request_that_nobody_waits_for_makes_room(QueuePolicy policy)
    {
        BoundedRequestQueue queue = Queue(limit: 2, policy);
        FakeRequest gone = Add(queue, out _, arrivedAt: 1);
        FakeRequest late = Add(queue, out _, arrivedAt: 2);
        gone.Abort();

        Add(queue, out Rejection? first, arrivedAt: 3);
        Assert.Equal((gone, RejectReason.ClientGone), Of(first));
        Add(queue, out Rejection? second, arrivedAt: 102);
        Assert.Equal((late, RejectReason.QueueTimeout), Of(second));
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void What_is_not_worth_running_is_said_when_it_is_taken()
    {
        BoundedRequestQueue queue = Queue(limit: 9);
        Add(queue, out _, arrivedAt: 0);
        FakeRequest gone = Add(queue, out _, arrivedAt: 0);
        gone.Abort();
        Add(queue, out _, arrivedAt: 1);

        Assert.True(queue.TryTake(100, out _, out RejectReason? reason));
        Assert.Equal(RejectReason.QueueTimeout, reason);
        Assert.True(queue.TryTake(100, out _, out reason));
        Assert.Equal(RejectReason.ClientGone, reason);
        Assert.True(queue.TryTake(100, out _, out reason));
        Assert.Null(reason);
        Assert.False(queue.TryTake(100, out _, out _));
    }

    [Fact]
    public void Overdue_requests_can_be_fetched_one_by_one_and_the_next_due_time_is_known()
    {
        BoundedRequestQueue queue = Queue(limit: 9);
        Assert.Equal(long.MaxValue, queue.NextDue);
        FakeRequest first = Add(queue, out _, arrivedAt: 5);
        Add(queue, out _, arrivedAt: 6);

        Assert.Equal(105, queue.NextDue);
        Assert.False(queue.TryTakeOverdue(104, out _));
        Assert.True(queue.TryTakeOverdue(105, out Rejection overdue));
        Assert.Equal((first, RejectReason.QueueTimeout), Of(overdue));
        Assert.False(queue.TryTakeOverdue(105, out _));
        Assert.Equal(106, queue.NextDue);
    }

    [Fact]
    public void A_discipline_may_serve_the_newest_first_and_reject_by_its_own_rule()
    {
        var queue = new BoundedRequestQueue(9, QueuePolicy.Reject, new NewestFirstUnlessCrowded());
        FakeRequest[] requests = [.. Enumerable.Range(0, 4).Select(_ => Add(queue, out Rejection? _))];

        Assert.True(queue.TryTake(0, out WaitingRequest oldest, out RejectReason? reason));
        Assert.Same(requests[0], oldest.Request);
        Assert.Equal(RejectReason.Discarded, reason);
        Assert.Same(requests[3], Take(queue).Request);
        Assert.Same(requests[2], Take(queue).Request);
        Assert.Same(requests[1], Take(queue).Request);
    }

    [Theory]
    [InlineData(QueuePolicy.Reject, 1)]
    [InlineData(QueuePolicy.DiscardOldest, 2)]
    [InlineData(QueuePolicy.CallerRuns, 3)]
    public void Any_sequence_keeps_the_limit_the_order_and_every_request(QueuePolicy policy, int seed)
    {
        var random = new Random(seed);
        BoundedRequestQueue queue = Queue(limit: 5, policy);
        var inside = new List<FakeRequest>();
        for (int step = 0; step < 20_000; step++)
        {
            if (random.Next(100) < 52)
            {
                FakeRequest arriving = Add(queue, out Rejection? rejection);
                bool refused = rejection?.Reason == RejectReason.QueueFull;
                if (rejection is { } rejected)
                {
                    // Either the arriving request or the oldest one; never one from the middle.
                    Assert.Same(refused ? arriving : inside[0], rejected.Waiting.Request);
                    inside.Remove((FakeRequest)rejected.Waiting.Request);
                }

                if (!refused)
                {
                    inside.Add(arriving);
                }
            }
            else if (queue.TryTake(0, out WaitingRequest taken, out RejectReason? reason))
            {
                Assert.Same(inside[0], taken.Request);
                Assert.Equal(inside[0].IsAborted, reason == RejectReason.ClientGone);
                inside.RemoveAt(0);
            }

            if (inside.Count > 0 && random.Next(10) == 0)
            {
                inside[random.Next(inside.Count)].Abort();
            }

            Assert.Equal(inside.Count, queue.Count);
            Assert.True(policy == QueuePolicy.CallerRuns || queue.Count <= 5);
        }
    }

    // A request may wait for 100 ticks.
    private static BoundedRequestQueue Queue(int limit, QueuePolicy policy = QueuePolicy.Reject) =>
        new(limit, policy, new FirstInFirstOut(TimeSpan.FromTicks(100), TimeSpan.TicksPerSecond));

    private static FakeRequest Add(BoundedRequestQueue queue, out Rejection? rejection, int freeSlots = 0, long arrivedAt = 0)
    {
        var request = new FakeRequest(arrivedAt);
        bool added = queue.TryAdd(new WaitingRequest(request), freeSlots, out rejection);
        Assert.Equal(added, rejection?.Reason != RejectReason.QueueFull);
        return request;
    }

    private static WaitingRequest Take(BoundedRequestQueue queue)
    {
        Assert.True(queue.TryTake(0, out WaitingRequest taken, out RejectReason? reason));
        Assert.Null(reason);
        return taken;
    }

    private static (IWorkerRequest Request, RejectReason Reason) Of(Rejection? rejection)
    {
        Assert.NotNull(rejection);
        return (rejection.Value.Waiting.Request, rejection.Value.Reason);
    }

    private sealed class NewestFirstUnlessCrowded : QueueDiscipline
    {
        private bool _crowded;

        public override bool TakesNewest(int waiting, long now)
        {
            _crowded = waiting > 3;
            return !_crowded;
        }

        public override RejectReason? Judge(IWorkerRequest request, long now) => _crowded ? RejectReason.Discarded : null;

        public override long GiveUpAt(IWorkerRequest request) => long.MaxValue;
    }
}
