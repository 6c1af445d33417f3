using Microsoft.AspNetCore.SignalR;

namespace WebFeatures;

/// <summary>SignalR: over WebSockets, server-sent events or long polls, as the client can.</summary>
internal sealed class EchoHub : Hub
{
    /// <returns>The text and the process that has the connection.</returns>
    public string Echo(string text) => $"{text} {Environment.ProcessId}";

    /// <summary>Tells all; without a backplane all of this process.</summary>
    public Task Tell(string text) => Clients.All.SendAsync("told", text);

    /// <summary>Counts until the client has enough.</summary>
    public async IAsyncEnumerable<int> Count(int to)
    {
        for (int i = 1; i <= to; i++)
        {
            await Task.Delay(10);
            yield return i;
        }
    }
}
