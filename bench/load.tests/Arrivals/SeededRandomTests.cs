using AppHost.Load.Arrivals;

namespace AppHost.Load.Tests.Arrivals;

public sealed class SeededRandomTests
{
    [Fact]
    public void The_same_seed_and_stream_give_the_same_numbers()
    {
        var (a, b) = (new SeededRandom(7, 3), new SeededRandom(7, 3));
        for (var i = 0; i < 1000; i++)
            Assert.Equal(a.NextBits(), b.NextBits());
    }

    [Fact]
    public void Another_stream_of_a_seed_gives_other_numbers()
    {
        var (a, b) = (new SeededRandom(7, 0), new SeededRandom(7, 1));
        Assert.Equal(0, Enumerable.Range(0, 1000).Count(_ => a.NextBits() == b.NextBits()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Numbers_below_a_limit_are_uniform(int limit)
    {
        const int Draws = 400_000;
        var random = new SeededRandom(42);
        var counts = new long[limit];
        for (var i = 0; i < Draws; i++)
            counts[random.NextBelow(limit)]++;
        ChiSquare.AssertPlausible(counts, [.. Enumerable.Repeat((double)Draws / limit, limit)]);
    }

    [Fact]
    public void Doubles_are_uniform_between_0_and_1()
    {
        var random = new SeededRandom(43);
        var counts = new long[100];
        for (var i = 0; i < 200_000; i++)
            counts[(int)(random.NextDouble() * 100)]++;
        ChiSquare.AssertPlausible(counts, [.. Enumerable.Repeat(2000.0, 100)]);
    }
}
