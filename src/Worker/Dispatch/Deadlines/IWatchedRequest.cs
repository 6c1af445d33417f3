namespace AppHost.Worker.Dispatch.Deadlines;

/// <summary>A running request as the watch sees it, from a thread of its own.</summary>
internal interface IWatchedRequest
{
    /// <summary>How far its deadline has come.</summary>
    DeadlineStep Step { get; }

    /// <summary>Takes the step that is due, and what belongs to it: at T2 the answer.</summary>
    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC.</param>
    /// <param name="pressure">Another request wants the slot.</param>
    /// <param name="nextChange">When to look again at the latest, likewise.</param>
    /// <returns>The new step, or <see cref="DeadlineStep.Idle"/> if it took none.</returns>
    DeadlineStep Look(long now, bool pressure, out long nextChange);

    /// <summary>Nobody could run for a while, so the time does not count.</summary>
    void Forgive(long nanoseconds);
}
