using AppHost.Host.Output;

namespace AppHost.Tests.Output;

public sealed class RecentLinesTests
{
    private readonly RecentLines _lines = new();

    [Fact]
    public void The_last_ones_are_read_and_then_what_came_since()
    {
        for (int i = 0; i < 5; i++) _lines.Add($"{i}");
        RecentLinesReading last = _lines.Read(-2);
        Assert.Equal(["3", "4"], last.Lines);
        Assert.Equal((5L, 0L), (last.Next, last.Missed));
        Assert.Empty(_lines.Read(last.Next).Lines);
        _lines.Add("5");
        Assert.Equal(["5"], _lines.Read(last.Next).Lines);
        Assert.Empty(_lines.Read(long.MaxValue).Lines);
        Assert.Equal(6, _lines.Read(-100).Lines.Count);
    }

    [Fact]
    public void What_is_not_kept_any_more_is_counted()
    {
        for (int i = 0; i < RecentLines.Capacity + 7; i++) _lines.Add($"{i}");
        RecentLinesReading reading = _lines.Read(2);
        Assert.Equal((RecentLines.Capacity, 5L, "7"), (reading.Lines.Count, reading.Missed, reading.Lines[0]));
    }

    [Fact]
    public async Task Who_waits_is_woken_by_the_next_line()
    {
        _lines.Add("0");
        await _lines.WaitForAsync(0, TestContext.Current.CancellationToken);
        Task waiting = _lines.WaitForAsync(1, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        _lines.Add("1");
        await waiting;
    }

    [Fact]
    public void A_line_is_kept_only_in_part_if_it_is_long()
    {
        _lines.Add(new string('x', 100_000));
        Assert.InRange(_lines.Read(0).Lines[0].Length, 1000, 5000);
    }
}
