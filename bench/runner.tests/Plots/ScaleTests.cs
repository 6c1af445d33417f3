using AppHost.Bench.Plots;

namespace AppHost.Bench.Tests.Plots;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(10, 2.5, 10)]
    [InlineData(97, 25, 100)]
    [InlineData(101, 50, 150)]
    [InlineData(0.034, 0.01, 0.04)]
    [InlineData(4, 1, 4)]
    public void Ticks_are_round_and_reach_the_largest_value(double largest, double step, double top)
    {
        var scale = Scale.UpTo(largest);
        Assert.Equal(step, scale.Step, 9);
        Assert.Equal(top, scale.Top, 9);
        Assert.Equal(top, scale.Ticks.Last(), 9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void Nothing_to_show_still_has_an_axis(double largest) => Assert.Equal(new Scale(1, 1), Scale.UpTo(largest));

    [Fact]
    public void Names_are_moved_apart_in_their_order()
    {
        var places = LinePlot.Spread([100, 102, 40, 101], gap: 16, lowest: 110);
        Assert.Equal([78, 110, 40, 94], places);
    }
}
