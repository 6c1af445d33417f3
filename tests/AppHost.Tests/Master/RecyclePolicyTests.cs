using AppHost.Host.Configuration;
using AppHost.Host.Master;

namespace AppHost.Tests.Master;

public sealed class RecyclePolicyTests
{
    private static readonly DateTime Noon = new(2030, 5, 1, 12, 0, 0);

    private static readonly RecycleSettings Never = new(0, 10, TimeSpan.Zero, [], 0, 0);

    private static readonly WorkerFacts Worker = new(
        Age: TimeSpan.FromHours(1), Requests: 1000, Jitter: 0, PrivateBytes: 100, SamplesOverSoft: 0, ReadySince: Noon.AddHours(-1), LocalTime: Noon);

    [Fact]
    public void Without_limits_a_worker_stays() => Assert.Null(RecyclePolicy.Due(Never, Worker));

    [Theory]
    [InlineData(999, null)]
    [InlineData(1000, ExitReason.Requests)]
    internal void Requests_count(int requests, ExitReason? due) =>
        Assert.Equal(due, RecyclePolicy.Due(Never with { Requests = 1000 }, Worker with { Requests = requests }));

    [Theory]
    [InlineData(-1, 900, ExitReason.Requests)]
    [InlineData(-1, 899, null)]
    [InlineData(1, 1099, null)]
    [InlineData(1, 1100, ExitReason.Requests)]
    internal void Jitter_moves_the_limit_either_way(double jitter, int requests, ExitReason? due) =>
        Assert.Equal(due, RecyclePolicy.Due(Never with { Requests = 1000 }, Worker with { Requests = requests, Jitter = jitter }));

    [Theory]
    [InlineData(59, null)]
    [InlineData(60, ExitReason.Age)]
    internal void Age_counts(int minutes, ExitReason? due) =>
        Assert.Equal(due, RecyclePolicy.Due(Never with { Age = TimeSpan.FromHours(1) }, Worker with { Age = TimeSpan.FromMinutes(minutes) }));

    [Fact]
    public void A_young_worker_is_left_alone_whatever_the_limits()
    {
        var tight = new RecycleSettings(1, 0, TimeSpan.FromSeconds(1), [], 1, 1);
        Assert.Null(RecyclePolicy.Due(tight, Worker with { Age = TimeSpan.FromSeconds(9.9), SamplesOverSoft = 9 }));
        Assert.NotNull(RecyclePolicy.Due(tight, Worker with { Age = TimeSpan.FromSeconds(10), SamplesOverSoft = 9 }));
    }

    [Fact]
    public void A_peak_of_memory_is_no_leak()
    {
        RecycleSettings soft = Never with { Memory = 50 };
        Assert.Null(RecyclePolicy.Due(soft, Worker with { SamplesOverSoft = 2 }));
        Assert.Equal(ExitReason.Memory, RecyclePolicy.Due(soft, Worker with { SamplesOverSoft = 3 }));
    }

    [Fact]
    public void The_hard_limit_needs_one_sample_and_comes_first()
    {
        RecycleSettings both = Never with { Memory = 50, MemoryHard = 99 };
        Assert.Equal(ExitReason.MemoryHard, RecyclePolicy.Due(both, Worker with { SamplesOverSoft = 3 }));
        Assert.Null(RecyclePolicy.Due(both, Worker with { PrivateBytes = 99 }));
    }

    [Theory]
    [InlineData("11:30", ExitReason.TimeOfDay)]
    [InlineData("12:00", ExitReason.TimeOfDay)]
    [InlineData("12:01", null)]
    [InlineData("10:59", null)]
    internal void A_time_of_day_counts_once_it_has_passed_since_READY(string at, ExitReason? due) =>
        Assert.Equal(due, RecyclePolicy.Due(Never with { At = [TimeOnly.Parse(at, System.Globalization.CultureInfo.InvariantCulture)] }, Worker));

    [Fact]
    public void A_time_of_day_counts_across_midnight()
    {
        RecycleSettings late = Never with { At = [new TimeOnly(23, 50)] };
        WorkerFacts early = Worker with { ReadySince = Noon, LocalTime = Noon.Date.AddDays(1).AddMinutes(5) };
        Assert.Equal(ExitReason.TimeOfDay, RecyclePolicy.Due(late, early));
    }
}
