namespace AppHost.FunctionalTests.Harness;

/// <summary>Requests that run until the test lets them go. The host serves the app Probe.</summary>
public sealed class HeldRequests(HostProcess host) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<HttpConnection> _clients = [];

    /// <summary>The clients whose requests run.</summary>
    public IReadOnlyList<HttpConnection> Clients => _clients;

    /// <summary>Takes a slot.</summary>
    /// <returns>The id of the process that runs the request.</returns>
    public async Task<int> HoldAsync()
    {
        HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        _clients.Add(client);
        await client.SendAsync(HttpConnection.Get($"/hold?file={_folder["go"]}"));
        HttpReply head = await client.ReceiveHeadAsync();
        Assert.Equal(200, head.Status);
        return int.Parse(await client.ReceiveChunkAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A request that answers, with the id of its process, only when all are released.</summary>
    public async Task<HttpConnection> SendAsync()
    {
        HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        _clients.Add(client);
        await client.SendAsync(HttpConnection.Get($"/answer-after?file={_folder["go"]}"));
        return client;
    }

    /// <summary>Lets all of them end.</summary>
    public void Release() => _folder.Write("go", string.Empty);

    /// <summary>Receives the rest of an answer that <see cref="HoldAsync"/> began.</summary>
    public static async Task ReceiveRestAsync(HttpConnection client)
    {
        Assert.Equal("released", await client.ReceiveChunkAsync());
        Assert.Equal(string.Empty, await client.ReceiveChunkAsync());
    }

    public void Dispose()
    {
        Release();
        foreach (HttpConnection client in _clients) client.Dispose();
        _folder.Dispose();
    }
}
