using AppHost.Load.Arrivals;

namespace AppHost.Load.Tests.Arrivals;

public sealed class ArrivalProcessTests
{
    private const int Count = 200_000;

    [Fact]
    public void Poisson_gaps_have_the_mean_and_the_variance_of_an_exponential()
    {
        var gaps = Gaps(new PoissonArrivals(1000, new SeededRandom(1)));
        var mean = gaps.Average();
        var deviation = Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean)));
        Assert.InRange(mean, 0.99e6, 1.01e6);
        Assert.InRange(deviation / mean, 0.99, 1.01);
    }

    [Fact]
    public void Poisson_gaps_fill_the_quantiles_of_an_exponential_evenly()
    {
        const int Classes = 50;
        var counts = new long[Classes];
        foreach (var gap in Gaps(new PoissonArrivals(1000, new SeededRandom(2))))
            counts[(int)((1 - Math.Exp(-gap / 1e6)) * Classes)]++;
        ChiSquare.AssertPlausible(counts, [.. Enumerable.Repeat((double)Count / Classes, Classes)]);
    }

    [Fact]
    public void Poisson_gaps_do_not_depend_on_the_gap_before()
    {
        var gaps = Gaps(new PoissonArrivals(1000, new SeededRandom(3)));
        var mean = gaps.Average();
        var variance = gaps.Average(gap => (gap - mean) * (gap - mean));
        var covariance = gaps.Zip(gaps.Skip(1), (a, b) => (a - mean) * (b - mean)).Average();
        Assert.InRange(covariance / variance, -0.01, 0.01);
    }

    [Fact]
    public void The_number_of_poisson_arrivals_in_a_second_has_the_variance_of_its_mean()
    {
        var arrivals = new PoissonArrivals(100, new SeededRandom(4));
        var counts = new double[2000];
        for (long at; (at = arrivals.Next() / 1_000_000_000) < counts.Length;)
            counts[at]++;
        var mean = counts.Average();
        Assert.InRange(mean, 99, 101);
        Assert.InRange(counts.Average(count => (count - mean) * (count - mean)) / mean, 0.9, 1.1);
    }

    [Fact]
    public void Fixed_arrivals_do_not_drift()
    {
        var arrivals = new FixedArrivals(3);
        for (var i = 0; i < 3_000_000; i++)
            arrivals.Next();
        Assert.Equal(1_000_000_000_000_000, arrivals.Next());
    }

    [Fact]
    public void Fixed_arrivals_of_several_threads_interleave_evenly()
    {
        var shares = Enumerable.Range(0, 4).Select(thread =>
            ArrivalProcesses.ForThread(ArrivalKind.Fixed, 1000, new SeededRandom(1), thread, 4));
        var all = shares.SelectMany(share => Enumerable.Range(0, 10).Select(_ => share.Next())).Order().ToArray();
        Assert.Equal([.. Enumerable.Range(0, 40).Select(i => i * 1_000_000L)], all);
    }

    [Fact]
    public void Poisson_arrivals_of_several_threads_add_up_to_the_rate()
    {
        var total = 0;
        for (var thread = 0; thread < 4; thread++)
        {
            var share = ArrivalProcesses.ForThread(ArrivalKind.Poisson, 1000, new SeededRandom(9, (ulong)thread), thread, 4);
            while (share.Next() < 100_000_000_000)
                total++;
        }
        Assert.InRange(total, 98_500, 101_500);
    }

    [Fact]
    public void Paths_are_chosen_by_weight()
    {
        var paths = new WeightedPaths([new("/a", 3), new("/b", 1), new("/c", 4)]);
        var random = new SeededRandom(5);
        var counts = new long[3];
        for (var i = 0; i < 80_000; i++)
            counts[paths.Choose(random.NextDouble())]++;
        ChiSquare.AssertPlausible(counts, [30_000, 10_000, 40_000]);
    }

    private static double[] Gaps(PoissonArrivals arrivals)
    {
        var gaps = new double[Count];
        var before = 0L;
        for (var i = 0; i < Count; i++)
        {
            var next = arrivals.Next();
            gaps[i] = next - before;
            before = next;
        }
        return gaps;
    }
}
