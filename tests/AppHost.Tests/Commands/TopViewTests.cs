using AppHost.Host.Commands;
using AppHost.Host.Control.Status;
using AppHost.Tests.Control;
using Spectre.Console;

namespace AppHost.Tests.Commands;

public sealed class TopViewTests
{
    private static readonly StatusSnapshot Later = Samples.Status with
    {
        Host = Samples.Status.Host with { Uptime = Samples.Status.Host.Uptime + 2 },
        Totals = Samples.Status.Totals with { Requests = Samples.Status.Totals.Requests + 500, Busy = new Gauge(2, 32) { Most = 6 } },
        Workers = [Samples.Worker with { Requests = Samples.Worker.Requests + 300 }, Samples.Worker with { Id = 1, Pid = 4713 }],
    };

    [Fact]
    public void Rates_are_those_between_two_statuses_and_gauges_show_their_most()
    {
        string text = Render(120);
        Assert.Contains("250 served, 0 rejected", text, StringComparison.Ordinal);
        Assert.Contains("2 now, 6 most, 32 limit", text, StringComparison.Ordinal);
        Assert.Matches(@"0 +4712 +3 +ready +3/16 +0/64 +150 ", text);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void Any_width_is_kept(int width) =>
        Assert.All(Render(width).Split('\n'), line => Assert.True(line.TrimEnd('\r').Length <= width, line));

    [Fact]
    public void What_an_app_is_called_is_no_markup() =>
        Assert.Contains("[bold]shop", Render(120, Later with { Host = Later.Host with { Name = "[bold]shop" } }), StringComparison.Ordinal);

    [Fact]
    public void A_path_of_a_client_is_no_markup()
    {
        var request = new RequestStatus("GET", "/[red]x", "id", 3, null, 9, false);
        Assert.Contains("/[red]x", Render(120, Later with { Workers = [Samples.Worker with { Running = [request] }] }), StringComparison.Ordinal);
    }

    private static string Render(int width, StatusSnapshot? status = null)
    {
        var view = new TopView(Samples.Status);
        view.Take(status ?? Later);
        var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Write(view.Render());
        return writer.ToString();
    }
}
