using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Reports;
using AppHost.Bench.Statistics;

namespace AppHost.Bench.Tests.Reports;

public sealed class FiguresTests
{
    [Fact]
    public void One_round_has_no_spread() =>
        Assert.Equal("1,234.6", Figures.WithSpread(new Metric("m", "us", 1), new Summary(1234.56, 1234.56, 1234.56, 1)));

    [Theory]
    [InlineData(59.2, "60 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(3725, "62 min 5 s")]
    public void Durations_are_for_people(double seconds, string text) =>
        Assert.Equal(text, Figures.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void The_label_shows_the_size_in_the_way_of_the_server()
    {
        Assert.Equal("Puma 4x4", Label(ContestantCatalog.Puma));
        Assert.Equal("Gunicorn sync x16", Label(ContestantCatalog.GunicornSync));
        Assert.Equal("AppHost async x4", Label(ContestantCatalog.AppHostAsync));
        Assert.Equal("Kestrel", Label(ContestantCatalog.Kestrel));

        static string Label(Contestant one) => Figures.Label(new Case(one, one.Fit(new Sizing(4, 4))));
    }
}
