using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Serving;

/// <summary>Clients that send or read slowly hold no slot.</summary>
public sealed class SlowClientTests(SlowClientTests.OneSlot fixture) : IClassFixture<SlowClientTests.OneSlot>
{
    public sealed class OneSlot() : HostFixture(HostLaunch.Run("Hello", "-k", "sync", "-w", "1"));

    [Fact]
    public async Task A_body_that_comes_byte_by_byte_keeps_nobody_waiting()
    {
        using HttpConnection slow = await HttpConnection.ConnectAsync(fixture.Host.EndPoint);
        await slow.SendAsync("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n");
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(200, (await HttpConnection.GetOnceAsync(fixture.Host.EndPoint, "/")).Status);
            await slow.SendAsync("x");
        }

        Assert.Equal("xxxxxxxxxx", (await slow.ReceiveAsync()).Body);
    }

    [Fact]
    public async Task A_client_that_leaves_before_its_body_is_complete_keeps_nobody_waiting()
    {
        for (int i = 0; i < 5; i++)
        {
            using HttpConnection leaving = await HttpConnection.ConnectAsync(fixture.Host.EndPoint);
            await leaving.SendAsync("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nhalf");
        }

        Assert.Equal(200, (await HttpConnection.GetOnceAsync(fixture.Host.EndPoint, "/")).Status);
    }

    [Theory]
    [InlineData("epoll", "sync", "Hello", "/echo")]
    [InlineData("sockets", "sync", "Hello", "/echo")]
    [InlineData("epoll", "async", "LongLived", "/upload")]
    [InlineData("sockets", "async", "LongLived", "/upload")]
    public async Task A_client_that_leaves_amid_its_body_is_no_error(string transport, string workerClass, string app, string path)
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run(app, "-k", workerClass, "-w", "1", "--transport", transport));
        for (int i = 0; i < 10; i++)
        {
            using HttpConnection leaving = await HttpConnection.ConnectAsync(host.EndPoint);
            await leaving.SendAsync($"POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nhalf");
            // Until the worker reads the body.
            Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
            if (i % 2 == 0) leaving.Reset();
        }

        Assert.Equal(0, await host.StopAsync());
        Assert.DoesNotContain(" error ", host.Log.Text, StringComparison.Ordinal);
    }
}
