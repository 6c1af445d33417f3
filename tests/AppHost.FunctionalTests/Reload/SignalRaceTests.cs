using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Reload;

/// <summary>Signals close together, from the host's first moments on.</summary>
public sealed class SignalRaceTests : IDisposable
{
    private static readonly UnixSignal[] Harmless = [UnixSignal.SIGHUP, UnixSignal.SIGTTIN, UnixSignal.SIGTTOU, UnixSignal.SIGUSR1, UnixSignal.SIGUSR2];

    private readonly Deployment _deployment = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _deployment.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_order_of_signals_hangs_the_host_or_leaves_anything_behind(bool ready)
    {
        _deployment.Configure("workers: 2\ngraceful-timeout: 5s");
        var random = new Random(7);
        for (int round = 0; round < 5; round++)
        {
            string pidFile = _folder[$"pid{round}"];
            await using HostProcess host = HostProcess.Launch(_deployment.Launch("--pid", pidFile));
            // Earlier a signal meets a process that is not a host yet.
            await Patience.UntilAsync(() => File.Exists(pidFile), "there is a pid file");
            if (ready) await host.ListeningAsync();
            for (int i = random.Next(1, 12); i > 0; i--) host.Signal(Harmless[random.Next(Harmless.Length)]);
            Assert.Equal(0, await host.StopAsync());
            Assert.False(File.Exists(pidFile));
        }
    }
}
