using AppHost.Host.Control.Status;
using AppHost.Host.Master;

namespace AppHost.Tests.Control.Status;

public sealed class ProcessSamplerTests
{
    [Fact]
    public void A_name_with_blanks_and_parentheses_does_not_move_the_fields() =>
        Assert.Equal(1.5, ProcessSampler.CpuSecondsOf("12 (a) b (c)) S 1 12 12 0 -1 4194560 0 0 0 0 120 30 0 0 20 0 14 0 100"));

    [Fact]
    public void A_line_that_is_cut_is_nothing() => Assert.Equal(0, ProcessSampler.CpuSecondsOf("12 (a) S 1 2"));

    [Fact]
    public async Task This_process_has_memory_and_time_and_one_that_is_not_there_none()
    {
        var sampler = new ProcessSampler();
        IReadOnlyDictionary<int, ProcessSample> samples = new Dictionary<int, ProcessSample>();
        // On a busy machine the first answer may come before the first sample.
        while (!samples.ContainsKey(Environment.ProcessId))
        {
            samples = await sampler.SampleAsync([Environment.ProcessId, int.MaxValue], TestContext.Current.CancellationToken);
        }

        ProcessSample own = samples[Environment.ProcessId];
        Assert.True(own.PrivateBytes > 1 << 20);
        Assert.True(own.ProportionalBytes >= own.PrivateBytes / 2);
        Assert.True(own.CpuSeconds > 0);
        Assert.False(samples.ContainsKey(int.MaxValue));
    }

    [Fact]
    public void Shared_pages_count_by_their_share() =>
        Assert.Equal(12 << 10, ProcessMemory.Proportional(["Rss: 40 kB", "Pss: 12 kB", "Pss_Anon: 8 kB", "Private_Clean: 4 kB"]));
}
