using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Serving;

public sealed class StreamingTests
{
    [Fact]
    public async Task What_is_flushed_arrives_while_the_handler_still_runs()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1"));
        using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        await client.SendAsync(HttpConnection.Get($"/hold?file={folder["go"]}"));
        Assert.Equal("chunked", (await client.ReceiveHeadAsync()).Headers["transfer-encoding"]);
        Assert.Equal($"{host.Workers.Single()}\n", await client.ReceiveChunkAsync());
        folder.Write("go", "");
        Assert.Equal("released", await client.ReceiveChunkAsync());
        Assert.Equal("", await client.ReceiveChunkAsync());
    }
}
