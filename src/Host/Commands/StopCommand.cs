using AppHost.Host.Binding;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control.Client;

namespace AppHost.Host.Commands;

/// <summary><c>apphost stop</c>.</summary>
internal sealed class StopCommand(CommandLineReading<StopOptions> commandLine, CommandContext context)
    : InstanceCommand<StopOptions>(commandLine, context)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found)
    {
        ControlReply reply = await client.OrderAsync(Options.Quick ? "/v1/stop?quick" : "/v1/stop", null, CancellationToken.None);
        // The host's last act is to close the socket. Another that has taken its place by then is another process.
        while (Options.Wait && reply.IsSuccess && await StillRunsAsync(client, found)) await Task.Delay(Pause);
        return await ReportAsync(reply);
    }

    private static async Task<bool> StillRunsAsync(ControlClient client, InstanceSearch found)
    {
        if (found.Place!.Address is not null)
        {
            try
            {
                return (await client.StatusAsync(CancellationToken.None)).Host.Pid == found.Status!.Host.Pid;
            }
            catch (ControlException)
            {
                return false;
            }
        }

        UnixSocketProbe probe = UnixSocketProbe.Of(found.Place!.Text);
        return probe.State is UnixSocketState.Live && (probe.Server is not { } server || server.Id == found.Status!.Host.Pid);
    }
}
