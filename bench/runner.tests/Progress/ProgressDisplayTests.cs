using AppHost.Bench.Progress;

namespace AppHost.Bench.Tests.Progress;

public sealed class ProgressDisplayTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_pipe_gets_plain_lines()
    {
        Display(isTerminal: false, hasColor: true).Show(0.256, TimeSpan.FromSeconds(83), "hello: nginx, round 1 of 2");
        Assert.Equal(" 25 %  hello: nginx, round 1 of 2 (about 1 min 23 s left)\n", _output.ToString());
    }

    [Fact]
    public void A_terminal_gets_one_line_that_is_drawn_again_and_cleared_for_what_stays()
    {
        var display = Display(isTerminal: true, hasColor: false);
        display.Show(0.5, TimeSpan.FromSeconds(9.1), "ready: Puma");
        display.Say("done");
        Assert.Equal("\r[############............]  50 %  ready: Puma, about 10 s left\x1b[K\r\x1b[Kdone\n", _output.ToString());
    }

    [Fact]
    public void NO_COLOR_is_respected()
    {
        Display(isTerminal: true, hasColor: false).Say("failed", isProblem: true);
        Display(isTerminal: true, hasColor: true).Say("failed", isProblem: true);
        Assert.Equal("failed\n\x1b[33mfailed\x1b[0m\n", _output.ToString());
    }

    [Fact]
    public void A_narrow_terminal_cuts_the_line()
    {
        Display(isTerminal: true, hasColor: false, width: 30).Show(0, TimeSpan.FromSeconds(1), "hello: a long name");
        Assert.Equal("\r[........................]   \x1b[K", _output.ToString());
    }

    private ProgressDisplay Display(bool isTerminal, bool hasColor, int width = 100) => new(_output, isTerminal, hasColor, () => width);
}
