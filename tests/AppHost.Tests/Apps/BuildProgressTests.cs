using AppHost.Host.Apps;

namespace AppHost.Tests.Apps;

public sealed class BuildProgressTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_terminal_shows_one_line_that_counts_and_is_then_replaced()
    {
        using (var progress = new BuildProgress(_output, terminal: true, "App.csproj", _time))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _time.Advance(TimeSpan.FromSeconds(1.5));
            progress.Succeeded();
        }

        Assert.Equal(
            "Building App.csproj\rBuilding App.csproj 1 s\rBuilding App.csproj 2 s\r\e[KBuilt App.csproj in 2.5 s\n",
            _output.ToString());
    }

    [Fact]
    public void A_log_gets_a_line_at_each_end()
    {
        using (var progress = new BuildProgress(_output, terminal: false, "App.csproj", _time))
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            progress.Succeeded();
        }

        Assert.Equal("Building App.csproj\nBuilt App.csproj in 3.0 s\n", _output.ToString());
    }

    [Fact]
    public void A_failed_build_leaves_a_clear_line_and_silence()
    {
        new BuildProgress(_output, terminal: true, "App.csproj", _time).Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Building App.csproj\r\e[K", _output.ToString());
    }

    /// <summary>Time that moves when told, with one timer.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private TimeSpan _now;
        private Action? _tick;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _tick = () => callback(state);
            return TimeProvider.System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Advance(TimeSpan by)
        {
            _now += by;
            _tick?.Invoke();
        }
    }
}
