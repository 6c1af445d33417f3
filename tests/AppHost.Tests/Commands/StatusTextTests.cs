using AppHost.Host.Commands;
using AppHost.Host.Control.Status;
using AppHost.Tests.Control;

namespace AppHost.Tests.Commands;

public sealed class StatusTextTests
{
    private const string Red = "\e[31m";

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void Every_line_fits_the_terminal(int width)
    {
        WorkerStatus busy = Samples.Worker with
        {
            Running = [new RequestStatus("GET", "/" + new string('x', 300), "some-id", 12, null, 4, false)], Requests = 123_456_789,
        };
        Assert.All(Lines(Samples.Status with { Workers = [busy, busy] }, width), line => Assert.True(line.Length <= width, line));
    }

    [Fact]
    public void A_narrow_terminal_loses_the_least_important_columns()
    {
        string head = Lines(Samples.Status, 50).Single(line => line.Contains("GEN", StringComparison.Ordinal));
        Assert.Contains("BUSY", head, StringComparison.Ordinal);
        Assert.Contains("QUEUE", head, StringComparison.Ordinal);
        Assert.DoesNotContain("REQUESTS", head, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_have_a_table_of_their_own()
    {
        IReadOnlyList<string> lines = Lines(Samples.Status with
        {
            Classes = [new ClassStatus("reports", 3, 4_000, 5) { QueueTime = new LatencyStatus(1, 0, 0, 0, 0.0125), ServiceTime = new LatencyStatus(1, 0, 0, 0, 2) }],
        });
        int head = lines.ToList().FindIndex(line => line.StartsWith("CLASS", StringComparison.Ordinal));
        Assert.Equal(["reports", "3", "4,000", "5", "12.5", "ms", "2000", "ms"], lines[head + 1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain(Lines(Samples.Status), line => line.StartsWith("CLASS", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_in_good_health_shows_nothing_red() => Assert.DoesNotContain(Lines(Samples.Status), line => line.Contains('\e'));

    [Fact]
    public void Red_are_a_queue_an_old_generation_a_stale_heartbeat_and_a_crash_loop()
    {
        Assert.Contains($"{Red} 5/64", Text(Samples.Status with { Workers = [Samples.Worker with { Queued = new Gauge(5, 64) }] }));
        Assert.Contains($"{Red}  2", Text(Samples.Status with { Workers = [Samples.Worker with { Generation = 2 }] }));
        Assert.Contains($"{Red} 12s", Text(Samples.Status with { Workers = [Samples.Worker with { HeartbeatAge = 12 }] }));
        Assert.Contains($"{Red}queued", Text(Samples.Status with { Totals = Samples.Status.Totals with { Queued = new Gauge(9, 128) } }));
        Assert.Contains($"{Red}failures in a row: 4; the next worker starts in 3.2s", Text(Samples.Status with
        {
            Exits = new ExitStatus(new Dictionary<string, int> { ["crash"] = 4 }, null, 4, 3.2),
        }));
    }

    [Fact]
    public void Without_colour_the_same_text_is_plain()
    {
        StatusSnapshot status = Samples.Status with { Workers = [Samples.Worker with { Queued = new Gauge(5, 64), HeartbeatAge = 12 }] };
        string plain = string.Join('\n', new StatusText(status, 100, useColor: false).Lines());
        Assert.DoesNotContain('\e', plain);
        Assert.Equal(plain, Text(status).Replace(Red, "", StringComparison.Ordinal).Replace("\e[0m", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Gauges_are_shown_with_their_limits()
    {
        string text = Text(Samples.Status);
        Assert.Contains("[####................] 6/32", text, StringComparison.Ordinal);
        Assert.Contains("queued       0/128", text, StringComparison.Ordinal);
        Assert.Contains("3/16", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_been_and_what_waits_in_the_kernel_is_shown()
    {
        TotalStatus totals = Samples.Status.Totals with { Busy = new Gauge(6, 32) { Most = 31 }, Incidents = new(3, 2, 1, 0) };
        string text = Text(Samples.Status with { Totals = totals, Listeners = [new ListenerStatus("http://127.0.0.1:8080", new Gauge(5, 2048))] });
        Assert.Contains("6/32, most 31", text, StringComparison.Ordinal);
        Assert.Contains("backlog      5/2,048 in the kernel for http://127.0.0.1:8080", text, StringComparison.Ordinal);
        Assert.Contains("overdue      slow 3, answered by the deadline 2, stuck 1, loop blocked 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_hangs_is_named()
    {
        WorkerStatus hung = Samples.Worker with { Running = [new RequestStatus("GET", "/report", "r-1", 75, null, 14, false)] };
        Assert.Contains("1m15s  worker 0, thread 14  GET /report id r-1", Text(Samples.Status with { Workers = [hung] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Rejections_exits_and_a_failed_reload_say_why()
    {
        string text = Text(Samples.Status with
        {
            Totals = Samples.Status.Totals with { Rejected = Samples.Rejected(12) },
            Reload = new ReloadStatus("idle", null, null, new ReloadEndStatus("rolled-back", 3, 4, "the constructor threw\n  at Shop.X()", 61)),
            Exits = new ExitStatus(
                new Dictionary<string, int> { ["crash"] = 2, ["reload"] = 4 }, new LastExitStatus(1, 99, 3, "crash", "SIGSEGV", 5), 0, null),
        });
        Assert.Contains("rejected     12: queue-full 12", text, StringComparison.Ordinal);
        Assert.Contains("reload: idle; the last 1m1s ago: rolled-back, the constructor threw\n", text, StringComparison.Ordinal);
        Assert.Contains("exits: crash 2, reload 4; the last 5.0s ago: worker 1, crash, SIGSEGV", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.04, "0.0s")]
    [InlineData(9.94, "9.9s")]
    [InlineData(59.9, "59s")]
    [InlineData(61, "1m1s")]
    [InlineData(3_700, "1h1m")]
    [InlineData(90_000, "1d1h")]
    public void Ages_have_two_units_at_most(double seconds, string text) => Assert.Equal(text, StatusText.Age(seconds));

    private static string Text(StatusSnapshot status) => string.Join('\n', Lines(status));

    private static IReadOnlyList<string> Lines(StatusSnapshot status, int width = 100) => new StatusText(status, width, width == 100).Lines();
}
