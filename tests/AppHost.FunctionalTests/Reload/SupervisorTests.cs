using System.Net.Sockets;
using System.Text;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Reload;

/// <summary>What systemd hears: the same datagrams, received here.</summary>
public sealed class SupervisorTests : IDisposable
{
    private readonly Deployment _deployment = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public SupervisorTests() => _systemd.Bind(new UnixDomainSocketEndPoint(_folder["notify"]));

    public void Dispose()
    {
        _systemd.Dispose();
        _deployment.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Start_reload_and_stop_are_told_in_order()
    {
        await using HostProcess host = await StartAsync();
        await HearAsync("READY=1");
        host.Signal(UnixSignal.SIGHUP);
        Assert.Contains("MONOTONIC_USEC=", await HearAsync("RELOADING=1"), StringComparison.Ordinal);
        await HearAsync("READY=1");
        await HearAsync("STATUS=1 of 1 workers ready, generation 2");
        host.Signal(UnixSignal.SIGTERM);
        await HearAsync("STOPPING=1");
        Assert.Equal(0, await host.ExitAsync());
    }

    [Fact]
    public async Task A_refused_reload_ends_too()
    {
        await using HostProcess host = await StartAsync();
        await HearAsync("READY=1");
        _deployment.Configure("workers: none");
        host.Signal(UnixSignal.SIGHUP);
        await HearAsync("RELOADING=1");
        await HearAsync("READY=1");
    }

    [Fact]
    public async Task The_watchdog_is_fed_while_a_worker_beats_and_again_when_a_stopped_one_is_replaced()
    {
        await using HostProcess host = await StartAsync(("WATCHDOG_USEC", "500000"));
        await HearAsync("READY=1");
        for (int i = 0; i < 3; i++) await HearAsync("WATCHDOG=1");
        Signals.Send(Assert.Single(host.Workers), UnixSignal.SIGSTOP);
        // The heartbeat timeout is 1 s; the worker is replaced then, and the new one beats.
        await host.Log.WaitForAsync("is killed: HeartbeatTimeout");
        await HearAsync("WATCHDOG=1");
    }

    private Task<HostProcess> StartAsync(params (string Name, string Value)[] environment)
    {
        _deployment.Configure("workers: 1\nheartbeat-timeout: 1s");
        var variables = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = _folder["notify"] };
        foreach ((string name, string value) in environment) variables[name] = value;
        return HostProcess.StartAsync(_deployment.Launch() with { Environment = variables });
    }

    private async Task<string> HearAsync(string wanted)
    {
        using CancellationTokenSource patience = Patience.Start();
        byte[] buffer = new byte[1000];
        while (true)
        {
            string message = Encoding.UTF8.GetString(buffer, 0, await _systemd.ReceiveAsync(buffer, patience.Token));
            if (message.StartsWith(wanted, StringComparison.Ordinal)) return message;
        }
    }
}
