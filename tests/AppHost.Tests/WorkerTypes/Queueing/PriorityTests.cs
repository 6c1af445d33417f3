using AppHost.WorkerTypes.Queueing;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Tests.WorkerTypes.Queueing;

public sealed class PriorityTests
{
    [Fact]
    public void The_highest_goes_first_and_each_level_in_its_order()
    {
        BoundedRequestQueue queue = Queue(limit: 10);
        foreach (string name in new[] { "low1", "0a", "high1", "0b", "high2", "low2" }) Add(queue, name);
        Assert.Equal(["high1", "high2", "0a", "0b", "low1", "low2"], TakeAll(queue));
    }

    [Fact]
    public void Of_eight_one_is_of_the_lowest()
    {
        BoundedRequestQueue queue = Queue(limit: 100);
        for (int i = 0; i < 20; i++) Add(queue, "high");
        for (int i = 0; i < 3; i++) Add(queue, "low");
        List<string> taken = TakeAll(queue);
        Assert.Equal([7, 15, 22], taken.Index().Where(item => item.Item == "low").Select(item => item.Index));
    }

    [Theory]
    [InlineData(QueuePolicy.Reject, "low2")]
    [InlineData(QueuePolicy.DiscardOldest, "low1")]
    public void One_of_the_lowest_makes_room(QueuePolicy policy, string displaced)
    {
        BoundedRequestQueue queue = Queue(limit: 3, policy);
        foreach (string name in new[] { "low1", "0a", "low2" }) Add(queue, name);
        Rejection rejection = Assert.NotNull(Add(queue, "high1"));
        Assert.Equal((displaced, RejectReason.Discarded), (((Named)rejection.Waiting.Request).Name, rejection.Reason));
        Assert.Equal(3, queue.Count);
    }

    [Theory]
    [InlineData(QueuePolicy.Reject)]
    [InlineData(QueuePolicy.DiscardOldest)]
    public void A_lower_one_displaces_nobody(QueuePolicy policy)
    {
        BoundedRequestQueue queue = Queue(limit: 2, policy);
        foreach (string name in new[] { "0a", "high1" }) Add(queue, name);
        Rejection rejection = Assert.NotNull(Add(queue, "low1"));
        Assert.Equal(("low1", RejectReason.QueueFull), (((Named)rejection.Waiting.Request).Name, rejection.Reason));
        Assert.Equal(["high1", "0a"], TakeAll(queue));
    }

    [Fact]
    public void The_first_to_be_overdue_is_found_in_each_level()
    {
        var queue = new BoundedRequestQueue(10, QueuePolicy.Reject, new FirstInFirstOut(TimeSpan.FromSeconds(1), timestampFrequency: 1));
        queue.TryAdd(new WaitingRequest(new Named("high1", 5)), 0, out _);
        queue.TryAdd(new WaitingRequest(new Named("low1", 3)), 0, out _);
        Assert.Equal(4, queue.NextDue);
        Assert.False(queue.TryTakeOverdue(3, out _));
        Assert.True(queue.TryTakeOverdue(4, out Rejection overdue));
        Assert.Equal("low1", ((Named)overdue.Waiting.Request).Name);
        Assert.Equal(6, queue.NextDue);
    }

    private static BoundedRequestQueue Queue(int limit, QueuePolicy policy = QueuePolicy.Reject) =>
        new(limit, policy, new FirstInFirstOut(TimeSpan.Zero, 1));

    private static Rejection? Add(BoundedRequestQueue queue, string name)
    {
        queue.TryAdd(new WaitingRequest(new Named(name, 0)), 0, out Rejection? rejection);
        return rejection;
    }

    private static List<string> TakeAll(BoundedRequestQueue queue)
    {
        var names = new List<string>();
        while (queue.TryTake(0, out WaitingRequest taken, out _)) names.Add(((Named)taken.Request).Name);
        return names;
    }

    private sealed class Named(string name, long arrivedAt) : IWorkerRequest
    {
        public string Name => name;

        public int Priority => name.StartsWith("high", StringComparison.Ordinal) ? 9 : name.StartsWith("low", StringComparison.Ordinal) ? -9 : 0;

        public IFeatureCollection Features => throw new NotSupportedException();

        public long ArrivedAt => arrivedAt;

        public bool IsAborted => false;

        public void Run() => throw new NotSupportedException();

        public Task RunAsync() => throw new NotSupportedException();

        public Task RejectAsync(RejectReason reason) => throw new NotSupportedException();
    }
}
