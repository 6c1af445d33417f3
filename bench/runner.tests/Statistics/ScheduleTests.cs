using AppHost.Bench.Statistics;

namespace AppHost.Bench.Tests.Statistics;

public sealed class ScheduleTests
{
    [Fact]
    public void All_cases_are_measured_once_before_any_is_measured_again() => Assert.Equal(
        [(1, "A"), (1, "B"), (1, "C"), (2, "A"), (2, "B"), (2, "C")], Schedule.Interleave(["A", "B", "C"], 2));

    [Fact]
    public void No_cases_make_no_steps() => Assert.Empty(Schedule.Interleave<string>([], 3));
}
