using System.Net;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.AspNetCore;

/// <summary>What a grown app uses of the framework, behind several workers.</summary>
public sealed class FeatureTests
{
    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task Pages_components_and_the_negotiation_of_SignalR_are_answered(string transport)
    {
        await using HostProcess host = await StartAsync("-w", "2", "--transport", transport);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
        using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        Assert.Contains("connectionToken", (await client.PostAsync("/hub/negotiate?negotiateVersion=1", "")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_several_processes_change_is_said_once()
    {
        await using HostProcess host = await StartAsync("-w", "2");
        Assert.Equal(1, host.Log.CountOf("Sessions are kept in the memory of one process"));
        Assert.Equal(1, host.Log.CountOf("SignalR has no backplane"));
        Assert.Equal(1, host.Log.CountOf("this host does not speak TLS"));
        Assert.Equal(0, host.Log.CountOf("Data Protection"));
    }

    [Fact]
    public async Task One_worker_hears_nothing_of_several_processes()
    {
        await using HostProcess host = await StartAsync("-w", "1");
        Assert.Equal(0, host.Log.CountOf("Sessions|backplane"));
    }

    [Fact]
    public async Task An_event_stream_ends_when_its_worker_drains()
    {
        await using HostProcess host = await StartAsync("-w", "1", "--bake", "0s", "--graceful-timeout", "10m", "--linger", "10m");
        int old = Assert.Single(host.Workers);
        using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        await client.SendAsync(HttpConnection.Get("/events"));
        Assert.Equal(200, (await client.ReceiveHeadAsync()).Status);
        Assert.Contains($"{old}", await client.ReceiveChunkAsync(), StringComparison.Ordinal);
        host.Signal(UnixSignal.SIGHUP);
        string rest;
        do rest = await client.ReceiveChunkAsync();
        while (rest.Length > 0);
        client.Dispose();
        await host.Log.WaitForAsync($@"\({old}\) has left: Reload, exit code 0");
    }

    [Fact]
    public async Task GRPC_is_served_over_HTTP_2_without_TLS()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.RunAt("http://127.0.0.1:0?http=2", "WebFeatures", "-w", "2"));
        using CancellationTokenSource patience = Patience.Start();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{host.Port}/shop.Greeter/SayHello")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 5, 0x0A, 3, (byte)'A', (byte)'d', (byte)'a'])
            {
                Headers = { ContentType = new("application/grpc") },
            },
        };
        using HttpResponseMessage response = await client.SendAsync(request, patience.Token);
        Assert.Contains("Hello Ada from", await response.Content.ReadAsStringAsync(patience.Token), StringComparison.Ordinal);
        Assert.Equal("0", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
    }

    [Fact]
    public async Task Lines_of_JSON_pass_untouched()
    {
        await using HostProcess host = await StartAsync("-w", "1");
        Assert.Equal("logged", (await HttpConnection.GetOnceAsync(host.EndPoint, "/log?text=untouched")).Body);
        string line = (await host.Output.WaitForAsync(@"^\{.*untouched.*\}$")).Value;
        using System.Text.Json.JsonDocument record = System.Text.Json.JsonDocument.Parse(line);
        Assert.Equal("untouched", record.RootElement.GetProperty("Properties").GetProperty("Text").GetString());
    }

    [Fact]
    public async Task What_one_worker_protects_another_and_a_later_generation_read()
    {
        using var home = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("WebFeatures", "-w", "3", "--bake", "0s") with { Environment = new Dictionary<string, string> { ["HOME"] = home.Path } });
        string text = Uri.EscapeDataString((await HttpConnection.GetOnceAsync(host.EndPoint, "/protect?text=secret")).Body);
        await UnprotectByAllAsync(host, text, workers: 3);
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 serves with 3 workers");
        await UnprotectByAllAsync(host, text, workers: 3);
        // They took turns: the first made the key, the others found it.
        Assert.Single(Directory.GetFiles(home.Path, "key-*.xml", SearchOption.AllDirectories));
    }

    private static async Task UnprotectByAllAsync(HostProcess host, string text, int workers)
    {
        // A worker takes each fresh connection in turn, or nearly so.
        for (int i = 0; i < 10 * workers; i++)
        {
            HttpReply reply = await HttpConnection.GetOnceAsync(host.EndPoint, $"/unprotect?text={text}");
            Assert.Equal((200, "secret"), (reply.Status, reply.Body));
        }
    }

    private static Task<HostProcess> StartAsync(params string[] options) => HostProcess.StartAsync(HostLaunch.Run("WebFeatures", options));
}
