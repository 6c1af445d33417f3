using System.Net;
using System.Net.Sockets;
using AppHost.FunctionalTests.Harness;
using AppHost.TestApps;

namespace AppHost.FunctionalTests.Reload;

/// <summary>A reload adds and removes addresses.</summary>
public sealed class AddressTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_address_is_added_and_removed_without_touching_the_others()
    {
        string first = _folder["a.sock"];
        string second = _folder["b.sock"];
        await using HostProcess host = await StartAsync($"unix:{first}");
        await using LoadLoop load = LoadLoop.Start(new UnixDomainSocketEndPoint(first), fresh: 1, kept: 1);
        await load.SucceedAsync(5);

        Configure($"unix:{first}", $"unix:{second}");
        await ReloadAsync(host, 2);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(new UnixDomainSocketEndPoint(second), "/")).Status);
        await load.SucceedAsync(5);

        Configure($"unix:{first}");
        await ReloadAsync(host, 3);
        await Patience.UntilAsync(() => !File.Exists(second), "the socket file is gone");
        await load.SucceedAsync(5);
        Assert.Empty(await load.StopAsync());
    }

    [Fact]
    public async Task A_taken_address_refuses_the_reload()
    {
        string first = _folder["a.sock"];
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        await using HostProcess host = await StartAsync($"unix:{first}");
        Configure($"unix:{first}", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}");
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("Reload refused, generation 1 goes on: .*is held by");
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(new UnixDomainSocketEndPoint(first), "/")).Status);
    }

    private Task<HostProcess> StartAsync(params string[] addresses)
    {
        Configure(addresses);
        return HostProcess.StartAsync(new HostLaunch("run", "-c", _folder["appserver.yaml"], "--state-folder", _folder["state"]));
    }

    private void Configure(params string[] addresses) => _folder.Write("appserver.yaml", $$"""
        app: {{TestApp.Path("Probe")}}
        workers: 2
        bind: [{{string.Join(", ", addresses.Select(address => $"\"{address}\""))}}]
        control: off
        linger: 1s
        reload: { bake: 0s }
        """);

    private static async Task ReloadAsync(HostProcess host, int generation)
    {
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync($"generation {generation} serves with 2 workers");
    }
}
