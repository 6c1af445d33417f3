using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport.Parking;

namespace AppHost.Tests.Transport.Parking;

public sealed class CompletionGapTests : IDisposable
{
    private const long Millisecond = 1_000_000;
    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();
    private readonly CompletionGap _gap;

    public CompletionGapTests() => _gap = new CompletionGap(Region);

    private WorkerRegion Region => _scoreboard.Region(0);

    public void Dispose() => _scoreboard.Dispose();

    [Fact]
    public void It_is_the_time_by_the_requests_that_ended_in_it()
    {
        _gap.Read(1000 * Millisecond);
        Region.Requests = 20;
        Assert.Equal(5 * Millisecond, _gap.Read(1100 * Millisecond));
    }

    [Fact]
    public void Where_none_ends_it_is_as_long_as_nothing_has_ended()
    {
        _gap.Read(1000 * Millisecond);
        Assert.Equal(700 * Millisecond, _gap.Read(1700 * Millisecond));
    }

    [Fact]
    public void A_short_time_says_nothing_new()
    {
        _gap.Read(1000 * Millisecond);
        Region.Requests = 20;
        _gap.Read(1100 * Millisecond);
        Region.Requests = 2000;
        Assert.Equal(5 * Millisecond, _gap.Read(1149 * Millisecond));
    }
}
