using AppHost.Bench.Contestants;
using AppHost.Bench.Options;
using AppHost.Bench.Scenarios;

namespace AppHost.Bench.Tests.Scenarios;

public sealed class ScenarioTests
{
    [Fact]
    public void Names_are_unique() =>
        Assert.Equal(ScenarioCatalog.All.Count, ScenarioCatalog.All.Select(scenario => scenario.Name).Distinct().Count());

    [Fact]
    public void The_quick_run_is_planned_for_less_than_ten_minutes()
    {
        var seconds = ScenarioCatalog.All.Sum(scenario =>
            scenario.Cases(ContestantCatalog.For(RunSize.Quick, named: false), RunSize.Quick).Count * scenario.Rounds(RunSize.Quick)
            * scenario.About(RunSize.Quick).TotalSeconds);
        Assert.InRange(seconds, 60, 540);
    }

    [Fact]
    public void Each_scenario_measures_AppHost_and_a_peer_once_a_point_in_each_size()
    {
        foreach (var size in Enum.GetValues<RunSize>())
        {
            foreach (var scenario in ScenarioCatalog.All)
            {
                var cases = scenario.Cases(ContestantCatalog.All, size);
                Assert.Equal(cases.Count, cases.Distinct().Count());
                Assert.Contains(cases, one => one.Contestant.IsAppHost);
                Assert.Contains(cases, one => !one.Contestant.IsAppHost);
            }
        }
    }

    [Fact]
    public void Without_any_peer_AppHost_is_measured_alone()
    {
        Contestant[] own = [.. ContestantCatalog.All.Where(one => one.IsAppHost)];
        Assert.All(ScenarioCatalog.All, scenario => Assert.All(
            scenario.Cases(own, RunSize.Full), one => Assert.True(one.Contestant.IsAppHost)));
    }

    [Fact]
    public void Servers_of_a_blocking_scenario_have_the_same_number_of_slots() =>
        Assert.All(Blocking.Slotted, one => Assert.Equal(16, one.Fit(Blocking.Sizing).Slots));

    [Fact]
    public void Every_server_but_a_variant_of_Kestrel_is_measured_in_some_scenario_of_a_quick_run() => Assert.Equal(
        ContestantCatalog.All.Where(one => one != ContestantCatalog.KestrelBytes).ToHashSet(),
        ScenarioCatalog.All.SelectMany(scenario => scenario.Cases(ContestantCatalog.All, RunSize.Quick))
            .Select(one => one.Contestant).ToHashSet());
}
