using AppHost.Bench.Reports;

namespace AppHost.Bench.Tests.Reports;

public sealed class MarkdownReportTests
{
    private readonly string _text = MarkdownReport.Of(SampleReport.Report());

    [Fact]
    public void It_says_when_how_long_and_by_which_command() =>
        Assert.Contains("2026-01-02 03:04 UTC, 2 min 5 s, by `bench/run sample`.", _text, StringComparison.Ordinal);

    [Fact]
    public void A_figure_has_its_median_its_spread_and_its_ratio()
    {
        Assert.Contains("| server | CPU per request, us | CPU per request / nginx return |", _text, StringComparison.Ordinal);
        Assert.Contains("| AppHost threaded 2x8 | 20.0 (10.0 - 30.0) | 2.00 |", _text, StringComparison.Ordinal);
        Assert.Contains("| nginx return x2 | 10.0 (5.0 - 15.0) | 1.00 |", _text, StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_are_drawn_to_scale()
    {
        Assert.Contains("    AppHost threaded 2x8 |" + new string('#', 48) + " 20.0\n", _text, StringComparison.Ordinal);
        Assert.Contains("    nginx return x2      |" + new string('#', 24) + " 10.0\n", _text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_failed_what_is_missing_and_what_is_doubtful_is_said()
    {
        Assert.Contains("- Puma 2x8: not measured: Puma ended with 1: no \\| such file", _text, StringComparison.Ordinal);
        Assert.Contains("Left out, because it is not installed: uwsgi (Debian: uwsgi-core).", _text, StringComparison.Ordinal);
        Assert.Contains("warned 1 times: the latencies of AppHost threaded 2x8 include", _text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_commands_are_there_to_be_repeated() => Assert.Contains("    nginx -g 'daemon off;'\n", _text, StringComparison.Ordinal);

    [Fact]
    public void An_interrupted_run_says_so()
    {
        var report = SampleReport.Report();
        report.IsInterrupted = true;
        Assert.Contains("**Interrupted: what is missing was not measured.**", MarkdownReport.Of(report), StringComparison.Ordinal);
    }
}
