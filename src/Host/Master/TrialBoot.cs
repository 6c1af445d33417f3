using System.Threading.Channels;
using AppHost.Host.Configuration;
using AppHost.Host.Output;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>Boots a generation's app in one worker that gets no listener and leaves as soon as it could serve.</summary>
internal static class TrialBoot
{
    /// <summary>Boots it, within the boot timeout.</summary>
    /// <returns>Null if it boots, else why not.</returns>
    public static async Task<string?> RunAsync(Generation generation, HostStreams streams)
    {
        await using var output = new HostOutput(streams.Out, streams.Error);
        using var log = new HostLog(output, generation.Settings.Log with { Format = LogFormat.Text }, streams.ErrorUsesColour, TimeProvider.System);
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        var spawner = new Spawner(scoreboard, output, log, prefixOutput: streams.ErrorIsTerminal);
        using WorkerHandle worker = spawner.Spawn(1, workerId: 0, regionIndex: 0, generation, checkOnly: true, TimeSpan.Zero);
        var events = Channel.CreateUnbounded<MasterEvent>();
        _ = worker.WatchAsync(happened => events.Writer.TryWrite(happened));

        bool ready = false;
        var reason = ExitReason.BootFailure;
        using var timeout = new CancellationTokenSource(generation.Settings.BootTimeout);
        using CancellationTokenRegistration killing = timeout.Token.Register(() =>
        {
            reason = ExitReason.BootTimeout;
            worker.Kill();
        });
        await foreach (MasterEvent happened in events.Reader.ReadAllAsync())
        {
            switch (happened)
            {
                case MasterEvent.WorkerSpoke { Message: WorkerMessage.Ready }:
                    ready = true;
                    break;
                case MasterEvent.WorkerSpoke { Message: WorkerMessage.Failed failed }:
                    worker.BootFailure = failed;
                    break;
                case MasterEvent.WorkerExited exited:
                    return ready ? null : Obituary.BootFailure(worker, exited.ExitCode, reason);
            }
        }

        throw new InvalidOperationException("A worker's events end with its exit.");
    }
}
