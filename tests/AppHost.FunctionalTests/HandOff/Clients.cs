using System.Net;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.HandOff;

/// <summary>Clients that keep their connections and never open another one.</summary>
internal sealed class Clients : IDisposable
{
    private readonly List<HttpConnection> _all = [];

    public IReadOnlyList<HttpConnection> All => _all;

    public async Task<HttpConnection> ConnectAsync(EndPoint endPoint)
    {
        HttpConnection client = await HttpConnection.ConnectAsync(endPoint);
        _all.Add(client);
        return client;
    }

    /// <summary>Each asks who serves it; none may be told that its connection ends.</summary>
    public async Task<string[]> AskAsync(string path = "/pid")
    {
        var replies = new List<HttpReply>();
        // Few at once: none is to be turned away because a queue is full.
        foreach (HttpConnection[] some in _all.Chunk(8)) replies.AddRange(await Task.WhenAll(some.Select(client => client.GetAsync(path))));
        Assert.All(replies, reply => Assert.Equal((200, false), (reply.Status, reply.Closes)));
        return [.. replies.Select(reply => reply.Body)];
    }

    public void Dispose()
    {
        foreach (HttpConnection client in _all) client.Dispose();
    }
}
