using AppHost.Load.Connections;

namespace AppHost.Load.Tests.Connections;

public sealed class WaitingRequestsTests
{
    [Fact]
    public void The_oldest_comes_first_while_the_queue_grows_and_wraps()
    {
        var queue = new WaitingRequests();
        var (added, taken) = (0, 0);
        for (var round = 0; round < 40; round++)
        {
            for (var i = 0; i < 100; i++)
                queue.Add(new PendingRequest(added++, 0, 0, -1));
            for (var i = 0; i < 70; i++)
            {
                Assert.Equal(taken, queue.OldestIntendedAt);
                Assert.Equal(taken++, queue.Take().IntendedAt);
            }
        }
        Assert.Equal(added - taken, queue.Count);
    }
}
