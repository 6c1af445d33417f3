using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Master;

public sealed class ObituaryTests
{
    [Theory]
    [InlineData(0, "exit code 0")]
    [InlineData(3, "exit code 3")]
    [InlineData(128, "exit code 128")]
    [InlineData(255, "exit code 255")]
    [InlineData(-1, "exit code -1")]
    [InlineData(129, "SIGHUP")]
    [InlineData(143, "SIGTERM")]
    [InlineData(137, "SIGKILL (killed from outside; out of memory?)")]
    [InlineData(134, "SIGABRT (unhandled exception or Environment.FailFast)")]
    [InlineData(135, "SIGBUS (assembly overwritten while running?)")]
    [InlineData(139, "SIGSEGV (fault in native code, or a stack overflow)")]
    public void An_exit_is_described_in_words(int exitCode, string words) => Assert.Equal(words, Obituary.Describe(exitCode));

    [Fact]
    public void A_kill_of_the_masters_own_is_no_riddle() => Assert.Equal("SIGKILL", Obituary.Describe(137, ExitReason.HeartbeatTimeout));

    [Fact]
    public void The_requests_that_ran_are_named_with_their_age()
    {
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        WorkerRegion region = scoreboard.Region(3);
        region.Record(0).Begin(Seconds(10), 0, 1, "GET", "/slow", "abc");
        region.Record(1).Begin(Seconds(11), 0, 1, "GET", "/done", "");
        region.Record(1).End();
        region.Record(2).Begin(Seconds(11), 0, 1, "POST", "/upload", "");
        Assert.Equal(
            ["running: GET /slow for 2.5 s id abc", "running: POST /upload for 1.5 s"],
            Obituary.RunningRequests(region, TimeSpan.FromSeconds(12.5)));
    }

    [Fact]
    public void Of_many_requests_ten_are_named()
    {
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        WorkerRegion region = scoreboard.Region(0);
        for (int slot = 0; slot < 25; slot++) region.Record(slot).Begin(Seconds(1), 0, 1, "GET", $"/{slot}", "");
        IReadOnlyList<string> lines = Obituary.RunningRequests(region, TimeSpan.FromSeconds(1));
        Assert.Equal(11, lines.Count);
        Assert.Equal("running: GET /9 for 0.0 s", lines[9]);
        Assert.Equal("running: and 15 more", lines[10]);
    }

    [Fact]
    public void All_records_in_use_are_read_and_no_more()
    {
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        WorkerRegion region = scoreboard.Region(0);
        for (int slot = 0; slot < ScoreboardLayout.RecordsPerRegion; slot++) region.Record(slot).Begin(Seconds(1), 0, 1, "GET", "/", "");
        string last = Obituary.RunningRequests(region, TimeSpan.FromSeconds(1))[^1];
        Assert.Equal($"running: and {ScoreboardLayout.RecordsPerRegion - 10} more", last);
    }

    [Fact]
    public void The_text_is_indented_below_the_sentence() =>
        Assert.Equal("\n    one\n    its last lines:\n      two\n      three", Obituary.Text(["one"], ["two", "three"]));

    [Fact]
    public void Nothing_known_adds_nothing() => Assert.Equal("", Obituary.Text([], []));

    private static long Seconds(double seconds) => TimeSpan.FromSeconds(seconds).ToNanoseconds();
}
