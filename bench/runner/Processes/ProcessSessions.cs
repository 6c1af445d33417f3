namespace AppHost.Bench.Processes;

/// <summary>Ends everything that a started program has become.</summary>
/// <remarks>
/// A session (setsid(2)), because workers may leave their process group, as AppHost's do, but none of the servers leaves its session.
/// </remarks>
internal static class ProcessSessions
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Kills all processes of these sessions; returns when none is left.</summary>
    public static void End(IReadOnlyCollection<int> sessions)
    {
        if (sessions.Count == 0)
            return;
        // Again until none is left: a master may have started another worker between the look and the kill.
        while (ProcessTable.Living(sessions) is { Count: > 0 } living)
        {
            foreach (var process in living)
                _ = Signals.Send(process.Pid, Signals.Kill);
            Thread.Sleep(Pause);
        }
    }
}
