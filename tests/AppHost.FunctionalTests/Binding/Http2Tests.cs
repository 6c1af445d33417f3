using System.Net;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Binding;

/// <summary>HTTP/2 with prior knowledge.</summary>
public sealed class Http2Tests
{
    [Fact]
    public async Task Streams_of_one_connection_are_served_at_once_and_finish_when_the_host_stops()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.RunAt("http://127.0.0.1:0?http=2", "Hello", "-w", "1", "-k", "threaded", "--threads", "4"));
        using var client = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{host.Port}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using CancellationTokenSource patience = Patience.Start();
        Assert.Equal("Hello, World!", await client.GetStringAsync("/", patience.Token));
        string body = new('x', 200_000);
        using HttpResponseMessage echo = await client.PostAsync("/echo", new StringContent(body), patience.Token);
        Assert.Equal((HttpVersion.Version20, body), (echo.Version, await echo.Content.ReadAsStringAsync(patience.Token)));

        Task<string>[] streams = [.. Enumerable.Range(0, 8).Select(_ => client.GetStringAsync("/sleep?ms=300", patience.Token))];
        await Task.WhenAny(streams);
        Assert.Equal(0, await host.StopAsync());
        Assert.All(await Task.WhenAll(streams), text => Assert.Equal("slept\n", text));
    }
}
