using AppHost.WorkerTypes.Queueing;

namespace AppHost.Tests.WorkerTypes.Queueing;

public sealed class FirstInFirstOutTests
{
    public static TheoryData<TimeSpan> NoLimits => [TimeSpan.Zero, Timeout.InfiniteTimeSpan, TimeSpan.MaxValue, TimeSpan.FromDays(100_000)];

    [Fact]
    public void A_request_may_wait_for_less_than_the_limit()
    {
        var discipline = new FirstInFirstOut(TimeSpan.FromMilliseconds(5), timestampFrequency: 1000);
        var request = new FakeRequest(arrivedAt: 10);

        Assert.Equal(15, discipline.GiveUpAt(request));
        Assert.Null(discipline.Judge(request, 14));
        Assert.Equal(RejectReason.QueueTimeout, discipline.Judge(request, 15));
    }

    [Theory]
    [MemberData(nameof(NoLimits))]
    public void Without_a_limit_or_with_an_absurd_one_a_request_waits_for_ever(TimeSpan limit)
    {
        var discipline = new FirstInFirstOut(limit, 1_000_000_000);
        var request = new FakeRequest(arrivedAt: 10);

        Assert.Equal(long.MaxValue, discipline.GiveUpAt(request));
        Assert.Null(discipline.Judge(request, long.MaxValue - 1));
    }

    [Fact]
    public void A_request_whose_client_has_gone_is_not_run()
    {
        var discipline = new FirstInFirstOut(Timeout.InfiniteTimeSpan, 1000);
        var request = new FakeRequest();
        request.Abort();

        Assert.Equal(RejectReason.ClientGone, discipline.Judge(request, 0));
    }
}
