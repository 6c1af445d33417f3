using AppHost.Host.Configuration;

namespace AppHost.Host.Master;

/// <summary>Decides when a worker has served long enough. Pure.</summary>
internal static class RecyclePolicy
{
    /// <summary>A worker is left alone until it is this old: a limit that is too tight must not become a restart loop.</summary>
    public static readonly TimeSpan MinimumLifetime = TimeSpan.FromSeconds(10);

    /// <summary>Samples in a row above the soft limit: a peak that the next collection takes away is no leak.</summary>
    public const int SoftSamples = 3;

    /// <summary>Why the worker is to be replaced; null: it is not.</summary>
    public static ExitReason? Due(RecycleSettings settings, WorkerFacts facts)
    {
        if (facts.Age < MinimumLifetime) return null;
        if (settings.MemoryHard > 0 && facts.PrivateBytes > settings.MemoryHard) return ExitReason.MemoryHard;
        if (settings.Memory > 0 && facts.SamplesOverSoft >= SoftSamples) return ExitReason.Memory;
        if (settings.Requests > 0 && facts.Requests >= Jittered(settings.Requests, settings.Jitter, facts.Jitter)) return ExitReason.Requests;
        if (settings.Age > TimeSpan.Zero && facts.Age.Ticks >= Jittered(settings.Age.Ticks, settings.Jitter, facts.Jitter)) return ExitReason.Age;
        return settings.At.Any(time => HasPassed(time, facts.ReadySince, facts.LocalTime)) ? ExitReason.TimeOfDay : null;
    }

    /// <summary>The limit, moved by up to <paramref name="percent"/> either way, so that workers started together do not leave together.</summary>
    /// <param name="jitter">-1 to 1, the worker's own.</param>
    private static double Jittered(double limit, int percent, double jitter) => limit * (1 + (jitter * percent / 100));

    // The latest such time of day that is not in the future lies after the worker's start.
    private static bool HasPassed(TimeOnly time, DateTime since, DateTime now)
    {
        DateTime last = now.Date + time.ToTimeSpan();
        if (last > now) last -= TimeSpan.FromDays(1);
        return last > since;
    }
}
