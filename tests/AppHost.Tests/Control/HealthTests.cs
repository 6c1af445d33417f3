using AppHost.Host.Control;
using AppHost.Host.Control.Status;

namespace AppHost.Tests.Control;

public sealed class HealthTests
{
    [Fact]
    public void A_host_that_serves_lives_and_is_ready() => Check(Samples.Status, lives: true, ready: true);

    [Fact]
    public void Load_changes_neither()
    {
        WorkerStatus full = Samples.Worker with { Busy = new Gauge(16, 16), Queued = new Gauge(64, 64) };
        Check(Samples.Status with { Workers = [full] }, lives: true, ready: true);
    }

    [Fact]
    public void A_host_that_turns_nearly_all_away_lives_and_is_not_ready()
    {
        StatusSnapshot With(double share) => Samples.Status with { Host = Samples.Status.Host with { ShedShare = share } };
        Check(With(0.89), lives: true, ready: true);
        Check(With(0.9), lives: true, ready: false);
    }

    [Fact]
    public void A_start_is_life_and_not_yet_readiness()
    {
        WorkerStatus booting = Samples.Worker with { State = "booting", HeartbeatAge = null };
        Check(Samples.In("starting") with { Workers = [booting] }, lives: true, ready: false);
        Check(Samples.In("starting") with { Workers = [] }, lives: true, ready: false);
        // The first workers serve already, the others would be overrun.
        Check(Samples.In("starting"), lives: true, ready: false);
    }

    [Fact]
    public void A_host_that_stops_lives_and_is_not_ready() => Check(Samples.In("stopping"), lives: true, ready: false);

    [Fact]
    public void One_fresh_worker_is_enough()
    {
        WorkerStatus stale = Samples.Worker with { HeartbeatAge = 60 };
        Check(Samples.Status with { Workers = [stale, Samples.Worker] }, lives: true, ready: true);
        Check(Samples.Status with { Workers = [stale, stale] }, lives: false, ready: false);
    }

    [Fact]
    public void Workers_that_leave_do_not_count()
    {
        WorkerStatus draining = Samples.Worker with { State = "draining" };
        Check(Samples.Status with { Workers = [draining] }, lives: true, ready: false);
    }

    [Fact]
    public void A_master_that_stands_still_is_dead() =>
        Check(Samples.Status with { Host = Samples.Status.Host with { LoopAge = 60 } }, lives: false, ready: false);

    private static void Check(StatusSnapshot status, bool lives, bool ready)
    {
        Assert.Equal(lives, Health.ProblemOfLife(status) is null);
        Assert.Equal(ready, Health.ProblemOfReadiness(status) is null);
    }
}
