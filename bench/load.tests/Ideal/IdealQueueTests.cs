using AppHost.Load.Arrivals;
using AppHost.Load.Ideal;

namespace AppHost.Load.Tests.Ideal;

public sealed class IdealQueueTests
{
    [Fact]
    public void Requests_that_never_meet_take_their_service_time()
    {
        var sojourn = IdealQueue.Sojourn([0, 100, 200], servers: 1, _ => 10);
        Assert.Equal((3, 10, 10), (sojourn.Count, sojourn.Min, sojourn.Max));
    }

    [Fact]
    public void One_server_serves_in_order_of_arrival()
    {
        // Finished at 10, 20, 30, 60: sojourns 10, 15, 20, 10.
        var sojourn = IdealQueue.Sojourn([0, 5, 10, 50], servers: 1, _ => 10);
        Assert.Equal([(10L, 2L), (15L, 1L), (20L, 1L)], sojourn.Buckets().Select(bucket => (bucket.From, bucket.Count)));
    }

    [Fact]
    public void A_request_takes_the_server_that_is_free_first()
    {
        // Two servers, service 100, 10, 10, 10: the second server takes the last three: 0-10, 10-20, 20-30.
        long[] service = [100, 10, 10, 10];
        var sojourn = IdealQueue.Sojourn([0, 0, 1, 2], servers: 2, i => service[i]);
        Assert.Equal([10L, 19L, 28L, 100L], sojourn.Buckets().Select(bucket => bucket.From));
    }

    [Fact]
    public void Arrivals_of_the_warm_up_fill_the_queue_but_do_not_count()
    {
        var sojourn = IdealQueue.Sojourn([-5, -4, 0], servers: 1, _ => 10, countedFrom: 0);
        // The third starts when the second ends, at 15.
        Assert.Equal((1, 25), (sojourn.Count, sojourn.Max));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(0.9)]
    public void The_mean_wait_of_one_server_with_constant_service_is_that_of_Pollaczek_and_Khinchine(double load)
    {
        const double Service = 1e6;
        var sojourn = IdealQueue.Sojourn(Poisson(load / Service * 1e9, 2_000_000), 1, _ => (long)Service);
        var wait = load / (2 * (1 - load)) * Service;
        Assert.InRange((sojourn.Mean - Service) / wait, 0.97, 1.03);
    }

    [Theory]
    [InlineData(4, 0.7)]
    [InlineData(16, 0.7)]
    [InlineData(16, 0.875)]
    public void The_mean_wait_of_k_servers_with_exponential_service_is_that_of_Erlang(int servers, double load)
    {
        const double Service = 50e6;
        var random = new SeededRandom(5);
        var sojourn = IdealQueue.Sojourn(
            Poisson(load * servers / Service * 1e9, 2_000_000), servers, _ => (long)(random.NextExponential() * Service));
        var wait = ErlangC(servers, load * servers) * Service / (servers * (1 - load));
        Assert.InRange((sojourn.Mean - Service) / wait, 0.96, 1.04);
    }

    [Fact]
    public void A_closed_loop_gets_no_more_than_its_connections_ask_for()
    {
        var ideal = new IdealServer(16, TimeSpan.FromMilliseconds(50));
        Assert.Equal(320, ideal.Capacity, 1e-9);
        Assert.Equal(320, ideal.ClosedLoopRate(16, TimeSpan.Zero), 1e-9);
        Assert.Equal(80, ideal.ClosedLoopRate(4, TimeSpan.Zero), 1e-9);
        Assert.Equal(64, ideal.ClosedLoopRate(16, TimeSpan.FromMilliseconds(200)), 1e-9);
    }

    private static long[] Poisson(double rate, int count)
    {
        var arrivals = new PoissonArrivals(rate, new SeededRandom(6));
        return [.. Enumerable.Range(0, count).Select(_ => arrivals.Next())];
    }

    // The probability that an arrival has to wait, by the recursion of Erlang's B formula.
    private static double ErlangC(int servers, double offered)
    {
        var b = 1.0;
        for (var k = 1; k <= servers; k++)
            b = offered * b / (k + (offered * b));
        return b / (1 - (offered / servers * (1 - b)));
    }
}
