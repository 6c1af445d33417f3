using AppHost.Host.Advice;

namespace AppHost.Tests.Advice;

public sealed class QueueingTests
{
    [Fact]
    public void Little_multiplies_rate_and_time() => Assert.Equal(50, Queueing.InSystem(200, TimeSpan.FromMilliseconds(250)), 9);

    // From printed tables of Erlang's C formula.
    [Theory]
    [InlineData(1, 0.5, 0.5)]
    [InlineData(2, 1, 0.333333)]
    [InlineData(5, 4, 0.554113)]
    [InlineData(10, 8, 0.409180)]
    public void Erlangs_formula_gives_the_share_that_waits(int servers, double load, double share) =>
        Assert.Equal(share, Queueing.ShareThatWaits(servers, load), 4);

    [Fact]
    public void It_holds_for_more_servers_than_factorials_do() =>
        Assert.InRange(Queueing.ShareThatWaits(5000, 4900), 0.05, 0.2);

    [Fact]
    public void One_server_at_half_load_has_its_95th_percentile_at_4_6_service_times() =>
        Assert.Equal(2 * Math.Log(10), Queueing.WaitWithin(0.95, 1, 0.5, TimeSpan.FromSeconds(1))!.Value.TotalSeconds, 6);

    [Fact]
    public void Hardly_anybody_waits_for_many_idle_servers() =>
        Assert.Equal(TimeSpan.Zero, Queueing.WaitWithin(0.95, 100, 10, TimeSpan.FromSeconds(1)));

    [Fact]
    public void A_load_that_the_servers_cannot_carry_has_no_percentile() =>
        Assert.Null(Queueing.WaitWithin(0.95, 4, 4, TimeSpan.FromSeconds(1)));
}
