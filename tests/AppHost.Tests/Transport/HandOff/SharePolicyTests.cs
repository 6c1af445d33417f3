using AppHost.Worker.Transport;
using AppHost.Worker.Transport.HandOff;

namespace AppHost.Tests.Transport.HandOff;

public sealed class SharePolicyTests
{
    [Fact]
    public void Who_is_alone_gives_nothing() => Assert.Equal((0, -1), Decide(100));

    [Fact]
    public void Who_has_no_more_than_the_mean_gives_nothing()
    {
        Assert.Equal((0, -1), Decide(10, 10, 10));
        Assert.Equal((0, -1), Decide(5, 50, 0));
    }

    [Fact]
    public void A_small_difference_is_left_alone() => Assert.Equal((0, -1), Decide(105, 100, 95));

    [Fact]
    public void The_one_with_the_fewest_gets_half_of_what_is_too_much() => Assert.Equal((16, 1), Decide(100, 100, 0));

    [Fact]
    public void Never_more_than_the_most_at_once() => Assert.Equal((64, 0), Decide(16_000, 0, 1));

    [Theory]
    [InlineData(64, 2, 6)]
    [InlineData(200, 1, 4)]
    [InlineData(1000, 3, 8)]
    [InlineData(7, 1, 7)]
    public void After_some_rounds_all_have_about_the_same_and_rest(int connections, int before, int after)
    {
        int[] workers = new int[after];
        for (int i = 0; i < connections; i++) workers[i % before]++;
        int rounds = 0;
        for (bool moved = true; moved; rounds++)
        {
            Assert.True(rounds < 100, "it never comes to rest");
            moved = false;
            // All look at the same moment, and so may give to the same one.
            (int Count, int Region)[] decisions = [.. Enumerable.Range(0, after).Select(own => SharePolicy.Decide(workers[own], Others(workers, own), 64))];
            for (int own = 0; own < after; own++)
            {
                if (decisions[own].Count == 0) continue;
                workers[own] -= decisions[own].Count;
                workers[decisions[own].Region] += decisions[own].Count;
                moved = true;
            }
        }

        int mean = connections / after;
        Assert.All(workers, count => Assert.InRange(count, 0, mean + Math.Max(2, (mean / 8) + 1)));
    }

    private static Sibling[] Others(int[] workers, int own) =>
        [.. workers.Select((count, region) => Sibling(region, count)).Where(sibling => sibling.Region != own)];

    private static Sibling Sibling(int region, int connections) => new(region, 1, new GateLoad(4, 0, 0, 0, 8, Connections: connections));

    private static (int Count, int Region) Decide(int own, params int[] siblings) =>
        SharePolicy.Decide(own, [.. siblings.Select((count, region) => Sibling(region, count))], most: 64);
}
