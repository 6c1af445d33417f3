using AppHost.Bench.Statistics;

namespace AppHost.Bench.Tests.Statistics;

public sealed class SummaryTests
{
    [Theory]
    [InlineData(new double[] { 3 }, 3, 3, 3)]
    [InlineData(new double[] { 5, 1, 3 }, 3, 1, 5)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5, 1, 4)]
    public void The_median_is_the_middle_whatever_the_order(double[] values, double median, double low, double high) =>
        Assert.Equal(new Summary(median, low, high, values.Length), Summary.Of(values));

    [Fact]
    public void Without_values_there_is_no_summary() => Assert.Null(Summary.Of([]));

    [Fact]
    public void What_is_not_a_number_does_not_count() =>
        Assert.Equal(new Summary(2, 2, 2, 1), Summary.Of([double.NaN, 2, double.PositiveInfinity]));

    [Fact]
    public void Ratios_are_taken_round_by_round()
    {
        // The machine became twice as slow in the third round: the ratio of medians would be 3, that of the rounds is not fooled.
        var own = new Dictionary<int, double> { [1] = 10, [2] = 20, [3] = 40 };
        var other = new Dictionary<int, double> { [1] = 5, [2] = 10, [3] = 20 };
        Assert.Equal(new Summary(2, 2, 2, 3), Summary.OfRatios(own, other));
    }

    [Fact]
    public void Rounds_that_one_of_them_lacks_give_no_ratio()
    {
        var own = new Dictionary<int, double> { [1] = 10, [2] = 30 };
        var other = new Dictionary<int, double> { [2] = 10, [3] = 20, [4] = 0 };
        Assert.Equal(new Summary(3, 3, 3, 1), Summary.OfRatios(own, other));
        Assert.Null(Summary.OfRatios(own, new Dictionary<int, double>()));
    }

    [Fact]
    public void A_reference_of_zero_gives_no_ratio() =>
        Assert.Null(Summary.OfRatios(new Dictionary<int, double> { [1] = 1 }, new Dictionary<int, double> { [1] = 0 }));
}
