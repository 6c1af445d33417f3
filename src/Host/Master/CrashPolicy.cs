namespace AppHost.Host.Master;

/// <summary>What a death means. Pure.</summary>
internal static class CrashPolicy
{
    private const int Killed = 128 + 9;

    /// <summary>Sorts a death that nobody asked for.</summary>
    /// <param name="readyFor">For how long it had been READY; null: it never was.</param>
    /// <param name="exitCode">128 + the number of the signal that killed it.</param>
    /// <param name="reason">Why it ended; a kill of the master's own is no kill from outside.</param>
    public static DeathKind Sort(TimeSpan? readyFor, int exitCode, ExitReason reason)
    {
        bool killedFromOutside = exitCode == Killed && reason is (ExitReason.Crash or ExitReason.BootFailure);
        if (readyFor is not { } served) return killedFromOutside ? DeathKind.KilledInBoot : DeathKind.StartFailure;
        if (killedFromOutside) return DeathKind.KilledFromOutside;
        return served < CrashBackoff.ShortLife ? DeathKind.EarlyDeath : DeathKind.Crash;
    }

    /// <summary>Whether the death of one of its workers ends a reload.</summary>
    public static bool FailsRollout(RolloutStage stage, DeathKind death) => (stage, death) switch
    {
        (_, DeathKind.StartFailure or DeathKind.KilledInBoot or DeathKind.EarlyDeath or DeathKind.Crash) => true,
        // While it bakes there is one worker to judge by, and no doubt in its favour.
        (RolloutStage.Bake, _) => true,
        _ => false,
    };
}
