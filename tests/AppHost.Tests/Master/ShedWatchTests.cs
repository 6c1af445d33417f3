using AppHost.Host.Master;

namespace AppHost.Tests.Master;

public sealed class ShedWatchTests
{
    private readonly ShedWatch _watch = new();

    [Fact]
    public void The_share_is_that_of_the_last_ten_seconds()
    {
        double share = 0;
        for (int second = 0; second <= 20; second++) share = Observe(second, served: 100 * second, shed: 0);
        Assert.Equal(0, share);
        for (int second = 21; second <= 40; second++) share = Observe(second, served: 2000, shed: 300 * (second - 20));
        Assert.Equal(1, share);
        for (int second = 41; second <= 45; second++) share = Observe(second, served: 2000 + (300 * (second - 40)), shed: 6000);
        Assert.Equal(0.5, share, 2);
        for (int second = 46; second <= 60; second++) share = Observe(second, served: 3500 + (300 * (second - 45)), shed: 6000);
        Assert.Equal(0, share);
    }

    [Fact]
    public void A_few_requests_are_no_overload()
    {
        Observe(0, 0, 0);
        Assert.Equal(0, Observe(1, served: 0, shed: ShedWatch.FewestRequests - 1));
        Assert.Equal(1, Observe(2, served: 0, shed: ShedWatch.FewestRequests));
    }

    private double Observe(int second, long served, long shed) => _watch.Observe(TimeSpan.FromSeconds(second), served, shed);
}
