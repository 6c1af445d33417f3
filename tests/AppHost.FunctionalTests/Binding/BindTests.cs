using System.Net;
using System.Net.Sockets;
using AppHost.FunctionalTests.Harness;
using AppHost.TestApps;

namespace AppHost.FunctionalTests.Binding;

/// <summary>Addresses, from the command line to the kernel.</summary>
public sealed class BindTests
{
    [Fact]
    public async Task Several_addresses_serve_at_once()
    {
        using var folder = new TemporaryFolder();
        string socket = folder["app.sock"];
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "2", "-b", $"unix:{socket}?mode=0600", "-b", "http://127.0.0.1:0")
                with { SocketFiles = [socket] });
        string addresses = (await host.Log.WaitForAsync("Listening on (.+?) - ")).Groups[1].Value;
        string[] shown = addresses.Split(", ");
        Assert.Equal(3, shown.Length);
        Assert.Equal($"unix:{socket}", shown[1]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        EndPoint[] endPoints =
            [host.EndPoint, new UnixDomainSocketEndPoint(socket), new IPEndPoint(IPAddress.Loopback, new Uri(shown[2]).Port)];
        foreach (EndPoint endPoint in endPoints) Assert.Equal("probe", (await HttpConnection.GetOnceAsync(endPoint, "/")).Body);
        Assert.Equal(0, await host.StopAsync());
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task A_live_socket_file_is_refused_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        string socket = folder["app.sock"];
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.RunAt($"unix:{socket}", "Probe", "-w", "1") with { SocketFiles = [socket] });
        CommandResult second = await HostProcess.RunToEndAsync(HostLaunch.RunAt($"unix:{socket}", "Probe", "-w", "1"));
        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"cannot bind unix:{socket}: another server answers on it", second.Errors, StringComparison.Ordinal);
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(new UnixDomainSocketEndPoint(socket), "/")).Body);
    }

    [Fact]
    public async Task A_port_in_use_is_refused_with_the_name_of_its_owner()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1"));
        CommandResult second = await HostProcess.RunToEndAsync(HostLaunch.RunAt($"http://127.0.0.1:{host.Port}", "Probe", "-w", "1"));
        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"cannot bind http://127.0.0.1:{host.Port}: port {host.Port} is held by", second.Errors, StringComparison.Ordinal);
        Assert.Contains($"{host.Id}", second.Errors, StringComparison.Ordinal);
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
    }

    [Fact]
    public async Task The_loopback_of_IPv6_serves()
    {
        await using HostProcess host = HostProcess.Launch(HostLaunch.RunAt("http://[::1]:0", "Probe", "-w", "1"));
        if (!HasIPv6Loopback())
        {
            Assert.Equal(1, await host.ExitAsync());
            await host.Log.WaitForAsync(@"cannot bind http://\[::1\]:0: ");
            return;
        }

        await host.ListeningAsync();
        string port = (await host.Log.WaitForAsync(@"http://\[::1\]:(\d+)")).Groups[1].Value;
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(IPEndPoint.Parse($"[::1]:{port}"), "/")).Body);
    }

    [Fact]
    public async Task Https_is_refused_with_advice()
    {
        CommandResult result = await HostProcess.RunToEndAsync(HostLaunch.RunAt("https://127.0.0.1:0", "Probe"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("TLS", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PORT", "0", "http://*:")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:0", "http://127.0.0.1:")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "0", "http://*:")]
    public async Task Without_an_address_the_customs_of_the_environment_count(string name, string value, string shown)
    {
        await using HostProcess host = await HostProcess.StartAsync(
            new HostLaunch("run", "-w", "1", TestApp.Path("Probe"))
                with { Environment = new Dictionary<string, string> { [name] = value } });
        Assert.Equal(1, host.Log.CountOf($"Listening on {System.Text.RegularExpressions.Regex.Escape(shown)}"));
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
    }

    [Fact]
    public async Task A_passed_descriptor_survives_its_host_and_loses_no_connection_meanwhile()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        EndPoint endPoint = listener.LocalEndPoint!;
        using var passed = new InheritableDescriptor(listener.SafeHandle);
        HostLaunch launch = new HostLaunch("run", "-w", "1", TestApp.Path("Probe")) with
        {
            Launcher = $"exec 3<&{passed.Number}; export LISTEN_FDS=1 LISTEN_PID=$$; exec \"$@\"",
        };
        for (int i = 0; i < 2; i++)
        {
            // Nobody serves now: it waits in the kernel for the host that comes.
            using HttpConnection early = await HttpConnection.ConnectAsync(endPoint);
            await early.SendAsync(HttpConnection.Get("/"));
            await using HostProcess host = await HostProcess.StartAsync(launch);
            Assert.Equal("probe", (await early.ReceiveAsync()).Body);
            Assert.Equal("-", (await HttpConnection.GetOnceAsync(endPoint, "/environment?name=LISTEN_FDS")).Body);
            Assert.Equal(0, await host.StopAsync());
        }
    }

    private static bool HasIPv6Loopback()
    {
        if (!Socket.OSSupportsIPv6) return false;
        try
        {
            using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
