using AppHost.Bench.Options;
using AppHost.Bench.Scenarios;

namespace AppHost.Bench.Tests.Options;

public sealed class BenchRequestReaderTests
{
    [Fact]
    public void Without_names_all_scenarios_are_run()
    {
        var (request, errors) = BenchRequestReader.Read(new BenchOptions());
        Assert.Empty(errors);
        Assert.Equal(ScenarioCatalog.All, request!.Scenarios);
        Assert.Equal(RunSize.Normal, request.Size);
    }

    [Fact]
    public void Named_scenarios_are_run_once_each_in_the_order_of_the_line()
    {
        var (request, _) = BenchRequestReader.Read(new BenchOptions { Scenarios = ["ready", "hello", "ready"], Quick = true });
        Assert.Equal(["ready", "hello"], request!.Scenarios.Select(scenario => scenario.Name));
        Assert.Equal(RunSize.Quick, request.Size);
    }

    [Fact]
    public void All_errors_are_said_at_once()
    {
        var (request, errors) = BenchRequestReader.Read(
            new BenchOptions { Scenarios = ["helo", "hello"], Quick = true, Full = true, Only = "nginx,apache" });
        Assert.Null(request);
        Assert.Collection(errors,
            error => Assert.Contains("--quick and --full", error, StringComparison.Ordinal),
            error => Assert.StartsWith("'helo' is no scenario. There are: hello, ", error, StringComparison.Ordinal),
            error => Assert.StartsWith("--only 'apache': no server has this in its name. There are: ", error, StringComparison.Ordinal));
    }

    [Fact]
    public void A_part_of_a_name_selects_servers()
    {
        var (request, errors) = BenchRequestReader.Read(new BenchOptions { Only = "AppHost, nginx" });
        Assert.Empty(errors);
        Assert.Equal(["AppHost", "nginx"], request!.Only);
    }

    [Fact]
    public void An_empty_selection_is_an_error() =>
        Assert.StartsWith(
            "--only:", Assert.Single(BenchRequestReader.Read(new BenchOptions { Only = "," }).Errors), StringComparison.Ordinal);
}
