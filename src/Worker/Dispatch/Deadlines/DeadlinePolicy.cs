namespace AppHost.Worker.Dispatch.Deadlines;

/// <summary>Decides how far a request's deadline has come. Pure.</summary>
internal static class DeadlinePolicy
{
    /// <summary>The one transition function of time: the step that is due, or the present one.</summary>
    /// <param name="step">The present step.</param>
    /// <param name="elapsed">Nanoseconds since the app began.</param>
    /// <param name="extension">Nanoseconds by which the app moved T2 and T3.</param>
    /// <param name="pressure">Another request wants the slot.</param>
    public static DeadlineStep Next(DeadlineStep step, long elapsed, long extension, DeadlineTimes times, bool pressure)
    {
        bool acts = pressure || !times.OnlyUnderPressure;
        return step switch
        {
            DeadlineStep.Running or DeadlineStep.Slow when acts && Passed(elapsed, times.Request, extension) => DeadlineStep.Expiring,
            DeadlineStep.Running when Passed(elapsed, times.Slow, 0) => DeadlineStep.Slow,
            DeadlineStep.Expired when acts && Passed(elapsed, times.Kill, extension) => DeadlineStep.Stuck,
            _ => step,
        };
    }

    /// <summary>When the step may change next, in nanoseconds since the app began; <see cref="long.MaxValue"/> for never.</summary>
    public static long NextChange(DeadlineStep step, long extension, DeadlineTimes times) => step switch
    {
        DeadlineStep.Running => Math.Min(Due(times.Slow, 0), Due(times.Request, extension)),
        DeadlineStep.Slow => Due(times.Request, extension),
        DeadlineStep.Expired => Due(times.Kill, extension),
        _ => long.MaxValue,
    };

    private static bool Passed(long elapsed, long limit, long extension) => limit > 0 && elapsed - limit >= extension;

    private static long Due(long limit, long extension) =>
        limit == 0 || extension > long.MaxValue - limit ? long.MaxValue : limit + extension;
}
