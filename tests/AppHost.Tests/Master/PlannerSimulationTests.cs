using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Master;

/// <summary>
/// A seed that fails is printed with what led to it. The simulation itself checks after each plan that no plan takes READY
/// workers below N, that live workers stay within N and the surge, and that ids are given once.
/// </summary>
public sealed class PlannerSimulationTests
{
    private const int Seeds = 300;

    [Fact]
    public void A_fleet_in_trouble_comes_to_rest_at_N_ready_workers_of_one_generation() => ForEachSeed(fleet =>
    {
        fleet.RunWithTrouble(steps: 300);
        fleet.RunToRest(limit: 5000);
        ExpectComplete(fleet, fleet.Target.Generation);
    });

    [Fact]
    public void A_good_reload_gets_through_after_any_trouble() => ForEachSeed(fleet =>
    {
        fleet.RunWithTrouble(steps: 300);
        fleet.RunToRest(limit: 5000);
        int before = fleet.Target.Generation;
        fleet.Reload(good: true);
        int reloaded = fleet.Target.Rollout!.Generation;
        fleet.RunToRest(limit: 5000);
        Assert.True(reloaded > before);
        ExpectComplete(fleet, reloaded);
    });

    [Fact]
    public void A_bad_reload_leaves_the_generation_that_served() => ForEachSeed(fleet =>
    {
        fleet.RunWithTrouble(steps: 300);
        fleet.RunToRest(limit: 5000);
        int before = fleet.Target.Generation;
        fleet.Reload(good: false);
        fleet.RunToRest(limit: 5000);
        ExpectComplete(fleet, before);
    });

    [Fact]
    public void A_stop_ends_with_no_process_left() => ForEachSeed(fleet =>
    {
        fleet.RunWithTrouble(steps: 200);
        fleet.Stop(fleet.Target.Workers % 2 == 0 ? StopMode.Graceful : StopMode.Quick);
        fleet.RunToRest(limit: 500);
        Assert.True(fleet.Finished);
        Assert.Empty(fleet.Workers);
    });

    private static void ExpectComplete(FleetSimulation fleet, int generation)
    {
        Assert.Equal(fleet.Target.Workers, fleet.Workers.Count);
        Assert.Equal(fleet.Target.Workers, fleet.Workers.Select(w => w.Id).Distinct().Count());
        Assert.All(fleet.Workers, worker =>
        {
            Assert.Equal(WorkerState.Ready, worker.State);
            Assert.Equal(generation, worker.Generation);
        });
    }

    private static void ForEachSeed(Action<FleetSimulation> run)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            var fleet = new FleetSimulation(seed);
            try
            {
                run(fleet);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}\n{fleet.Story}", exception);
            }
        }
    }
}
