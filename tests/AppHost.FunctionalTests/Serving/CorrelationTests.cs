using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Serving;

/// <summary>A request can be followed through the log by its id.</summary>
public sealed class CorrelationTests
{
    [Theory]
    [InlineData("Probe", "threaded")]
    [InlineData("AsyncHello", "async")]
    [InlineData("AsyncHello", "threaded")]
    public async Task Each_log_line_of_a_request_has_its_id(string app, string workerClass)
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run(app, "-w", "1", "-k", workerClass));
        using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        await client.SendAsync("GET /log?text=one HTTP/1.1\r\nHost: test\r\nX-Request-Id: order-66\r\n\r\n");
        Assert.Equal("order-66", (await client.ReceiveAsync()).Body);
        await host.Log.WaitForAsync(@"\[w0 \d+ order-66\] logged: one");

        await client.SendAsync(
            "GET /log?text=two HTTP/1.1\r\nHost: test\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\r\n");
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", (await client.ReceiveAsync()).Body);
        await host.Log.WaitForAsync(@"\[w0 \d+ 0af7651916cd43dd8448eb211c80319c\] logged: two");

        string given = (await client.GetAsync("/log?text=three")).Body;
        Assert.Matches("^[0-9a-f]{16}$", given);
        await host.Log.WaitForAsync($@"\[w0 \d+ {given}\] logged: three");
    }

    [Fact]
    public async Task What_a_client_sends_as_an_id_cannot_forge_a_log_line()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1"));
        using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        await client.SendAsync("GET /log?text=x HTTP/1.1\r\nHost: test\r\nX-Request-Id: a] error [master 1\r\n\r\n");
        Assert.Matches("^[0-9a-f]{16}$", (await client.ReceiveAsync()).Body);
        await host.Log.WaitForAsync(@"\[w0 \d+ [0-9a-f]{16}\] logged: x");
    }

    [Fact]
    public async Task Debug_is_about_the_host_and_the_app_and_not_about_the_framework()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1", "--log-level", "debug", "--log-format", "json"));
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/log?text=y")).Status);
        await host.Log.WaitForAsync("logged: y");
        Assert.DoesNotContain("\"category\":\"Microsoft.", host.Log.Text, StringComparison.Ordinal);
        Assert.Contains("\"level\":\"debug\"", host.Log.Text, StringComparison.Ordinal);
    }
}
