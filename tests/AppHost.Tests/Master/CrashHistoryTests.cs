using AppHost.Host.Configuration;
using AppHost.Host.Master;

namespace AppHost.Tests.Master;

public sealed class CrashHistoryTests
{
    private static readonly CrashSettings Settings = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));

    private TimeSpan _now = TimeSpan.FromHours(1);
    private CrashHistory _history = CrashHistory.Clean;

    [Fact]
    public void Start_failures_in_a_row_double_the_delay()
    {
        Die(DeathKind.StartFailure, times: 3);
        Assert.Equal(TimeSpan.FromMilliseconds(400), _history.Delay(Settings));
    }

    [Fact]
    public void The_fifth_start_failure_without_READY_trips_the_breaker()
    {
        Die(DeathKind.StartFailure, times: 4);
        Assert.False(_history.IsBroken);
        Die(DeathKind.StartFailure);
        Assert.True(_history.IsBroken);
        Assert.Equal(TimeSpan.FromMinutes(5), _history.Delay(Settings));
    }

    [Fact]
    public void A_machine_that_cannot_make_processes_delays_the_next_and_trips_no_breaker()
    {
        Die(DeathKind.NotStarted, times: 50);
        Assert.False(_history.IsBroken);
        Assert.Equal(TimeSpan.FromSeconds(15), _history.Delay(Settings));
    }

    [Fact]
    public void A_generation_whose_workers_still_reach_READY_is_never_held()
    {
        for (int i = 0; i < 50; i++)
        {
            Die(DeathKind.StartFailure, times: 4);
            _history = _history.AfterReady();
        }

        Assert.False(_history.IsBroken);
        Assert.Equal(TimeSpan.Zero, _history.Delay(Settings));
    }

    [Fact]
    public void READY_heals_a_broken_generation()
    {
        Die(DeathKind.StartFailure, times: 5);
        _history = _history.AfterReady();
        Assert.False(_history.IsBroken);
    }

    [Fact]
    public void Failures_that_lie_far_apart_do_not_trip_the_breaker()
    {
        for (int i = 0; i < 20; i++)
        {
            Die(DeathKind.StartFailure);
            _now += TimeSpan.FromMinutes(2);
        }

        Assert.False(_history.IsBroken);
    }

    [Fact]
    public void Death_soon_after_READY_slows_down_although_READY_was_reached()
    {
        for (int i = 0; i < 4; i++)
        {
            _history = _history.AfterReady();
            Die(DeathKind.EarlyDeath);
        }

        Assert.Equal(4, _history.InARow);
        Assert.False(_history.IsBroken);
    }

    [Fact]
    public void A_kill_storm_is_no_crash_loop()
    {
        for (int i = 0; i < 240; i++)
        {
            Die(DeathKind.KilledFromOutside);
            if (i % 3 == 0) Die(DeathKind.KilledInBoot);
            _history = _history.AfterReady();
        }

        Die(DeathKind.KilledInBoot);
        Assert.Equal(1, _history.InARow);
        Assert.False(_history.IsBroken);
    }

    [Fact]
    public void Kills_in_boot_that_nobody_survives_are_one()
    {
        Die(DeathKind.KilledInBoot, times: 5);
        Assert.True(_history.IsBroken);
    }

    [Fact]
    public void A_crash_of_a_worker_that_had_served_changes_nothing()
    {
        Die(DeathKind.StartFailure);
        CrashHistory before = _history;
        Die(DeathKind.Crash);
        Assert.Same(before, _history);
    }

    [Fact]
    public void After_thirty_quiet_seconds_the_delay_starts_anew()
    {
        Die(DeathKind.EarlyDeath, times: 3);
        _now += TimeSpan.FromSeconds(31);
        Die(DeathKind.EarlyDeath);
        Assert.Equal(TimeSpan.FromMilliseconds(100), _history.Delay(Settings));
    }

    private void Die(DeathKind death, int times = 1)
    {
        for (int i = 0; i < times; i++) _history = _history.AfterDeath(death, _now += TimeSpan.FromMilliseconds(250), Settings);
    }
}
