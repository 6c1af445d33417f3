using System.Collections.Immutable;
using AppHost.Host.Configuration;

namespace AppHost.Host.Master;

/// <summary>
/// The failures of the serving generation, as far as they matter to back-off and breaker. Immutable; a death or a READY gives
/// the next one.
/// </summary>
/// <remarks>
/// The back-off slows down a loop of any kind. The breaker is for an app that does not come up at all: it trips after some
/// start failures with no READY between them, so it never keeps a generation below N while a fresh worker still gets there.
/// </remarks>
internal sealed record CrashHistory
{
    public static readonly CrashHistory Clean = new();

    /// <summary>Failures in a row; each doubles the delay.</summary>
    public int InARow { get; private init; }

    /// <summary>The breaker has tripped: the generation has failed. One worker is tried at long intervals; READY heals it.</summary>
    public bool IsBroken { get; private init; }

    private ImmutableList<TimeSpan> StartFailures { get; init; } = [];

    private DeathKind LastKind { get; init; }

    private TimeSpan LastAt { get; init; } = TimeSpan.MinValue;

    private bool ReadySince { get; init; }

    /// <summary>A worker has died unasked.</summary>
    /// <param name="now">Monotonic.</param>
    public CrashHistory AfterDeath(DeathKind death, TimeSpan now, CrashSettings settings)
    {
        if (death is DeathKind.Crash or DeathKind.KilledFromOutside) return this;
        bool stable = LastAt > TimeSpan.MinValue && now - LastAt >= settings.BackoffReset + CrashBackoff.Delay(InARow, settings.BackoffMin, settings.BackoffMax);
        // A killer who meets workers while they boot is no loop, as long as others get through.
        bool forgiven = stable || (death is DeathKind.KilledInBoot && ReadySince);
        ImmutableList<TimeSpan> failures = death is DeathKind.EarlyDeath or DeathKind.NotStarted
            ? StartFailures
            : [.. StartFailures.Where(at => now - at < settings.BreakerWindow), now];
        return this with
        {
            InARow = forgiven ? 1 : InARow + 1,
            LastKind = death,
            LastAt = now,
            ReadySince = false,
            StartFailures = failures,
            IsBroken = IsBroken || failures.Count >= settings.BreakerFailures,
        };
    }

    /// <summary>A worker is READY: the generation can still do it.</summary>
    public CrashHistory AfterReady() => this with
    {
        // After an early death READY proves nothing yet: that one was READY too.
        InARow = LastKind is DeathKind.EarlyDeath ? InARow : 0,
        IsBroken = false,
        StartFailures = [],
        ReadySince = true,
    };

    /// <summary>How long no worker is started after the latest failure.</summary>
    public TimeSpan Delay(CrashSettings settings) =>
        IsBroken ? settings.BreakerWindow : CrashBackoff.Delay(InARow, settings.BackoffMin, settings.BackoffMax);
}
