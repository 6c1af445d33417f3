using AppHost.Host.Master;

namespace AppHost.Tests.Master;

public sealed class CrashPolicyTests
{
    private const int Killed = 137;
    private const int Aborted = 134;

    [Theory]
    [InlineData(null, 3, ExitReason.BootFailure, DeathKind.StartFailure)]
    [InlineData(null, Killed, ExitReason.BootTimeout, DeathKind.StartFailure)]
    [InlineData(null, Killed, ExitReason.BootFailure, DeathKind.KilledInBoot)]
    [InlineData(0.5, Aborted, ExitReason.Crash, DeathKind.EarlyDeath)]
    [InlineData(1.5, Aborted, ExitReason.Crash, DeathKind.Crash)]
    [InlineData(0.5, Killed, ExitReason.Crash, DeathKind.KilledFromOutside)]
    [InlineData(90.0, Killed, ExitReason.HeartbeatTimeout, DeathKind.Crash)]
    internal void A_death_is_sorted_by_when_and_how(double? readySeconds, int exitCode, ExitReason reason, DeathKind kind) =>
        Assert.Equal(kind, CrashPolicy.Sort(readySeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, exitCode, reason));

    [Theory]
    [InlineData(RolloutStage.FirstBoot, DeathKind.StartFailure, true)]
    [InlineData(RolloutStage.FirstBoot, DeathKind.KilledInBoot, true)]
    [InlineData(RolloutStage.Bake, DeathKind.Crash, true)]
    [InlineData(RolloutStage.Bake, DeathKind.KilledFromOutside, true)]
    [InlineData(RolloutStage.Roll, DeathKind.StartFailure, true)]
    [InlineData(RolloutStage.Roll, DeathKind.EarlyDeath, true)]
    [InlineData(RolloutStage.Roll, DeathKind.KilledFromOutside, false)]
    internal void A_reload_goes_back_when_the_new_generation_is_to_blame(RolloutStage stage, DeathKind death, bool fails) =>
        Assert.Equal(fails, CrashPolicy.FailsRollout(stage, death));
}
