using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AppHost.Host.Binding;

namespace AppHost.Tests.Binding;

public sealed class TcpListenerTests
{
    [Fact]
    public async Task Port_0_shows_the_real_port_and_takes_connections()
    {
        using ListenerSet set = Addresses.Open("http://127.0.0.1:0?http=2");
        Listener listener = Assert.Single(set);
        int port = PortOf(listener);
        Assert.NotEqual(0, port);
        Assert.Equal($"http://127.0.0.1:{port}?http=2", listener.DisplayText);
        Assert.True(listener.Http2);
        await ConnectAsync(IPAddress.Loopback, port);
    }

    [Fact]
    public void The_descriptor_is_close_on_exec_and_non_blocking()
    {
        using ListenerSet set = Addresses.Open("http://127.0.0.1:0");
        int flags = DescriptorFlags.Of(set[0].Descriptor);
        Assert.Equal(DescriptorFlags.CloseOnExec | DescriptorFlags.NonBlocking,
            flags & (DescriptorFlags.CloseOnExec | DescriptorFlags.NonBlocking));
    }

    [Fact]
    public async Task All_interfaces_are_both_families_on_one_socket()
    {
        using ListenerSet set = Addresses.Open("http://*:0");
        Listener listener = Assert.Single(set);
        Assert.Equal($"http://*:{PortOf(listener)}", listener.DisplayText);
        await ConnectAsync(IPAddress.Loopback, PortOf(listener));
        await ConnectAsync(IPAddress.IPv6Loopback, PortOf(listener));
    }

    [Fact]
    public async Task Localhost_is_both_loopbacks_on_one_port()
    {
        using ListenerSet set = Addresses.Open("http://localhost:0");
        Assert.Equal(2, set.Count);
        Assert.Equal(PortOf(set[0]), PortOf(set[1]));
        Assert.Equal($"http://127.0.0.1:{PortOf(set[0])}", set[0].DisplayText);
        Assert.Equal($"http://[::1]:{PortOf(set[0])}", set[1].DisplayText);
        await ConnectAsync(IPAddress.Loopback, PortOf(set[0]));
        await ConnectAsync(IPAddress.IPv6Loopback, PortOf(set[0]));
    }

    [Fact]
    public void The_IPv6_wildcard_leaves_IPv4_to_others()
    {
        using ListenerSet six = Addresses.Open("http://[::]:0");
        using ListenerSet four = Addresses.Open($"http://0.0.0.0:{PortOf(six[0])}");
        Assert.Equal($"http://[::]:{PortOf(six[0])}", six[0].DisplayText);
    }

    [Theory]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://*")]
    [InlineData("http://localhost")]
    public void A_port_in_use_names_the_process_that_holds_it(string host)
    {
        using ListenerSet holder = Addresses.Open("http://127.0.0.1:0");
        int port = PortOf(holder[0]);
        BindProblem problem = Addresses.Refused($"{host}:{port}");
        Assert.Equal($"{host}:{port}", problem.Address);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"port {port} is held by this host itself"), problem.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_host_cannot_share_the_port_in_silence()
    {
        // SO_REUSEPORT on both would let it.
        using ListenerSet first = Addresses.Open("http://*:0");
        Assert.NotNull(Addresses.Refused($"http://*:{PortOf(first[0])}"));
    }

    [Fact]
    public async Task A_port_can_be_bound_again_while_its_connections_still_live()
    {
        ListenerSet first = Addresses.Open("http://127.0.0.1:0");
        int port = PortOf(first[0]);
        using Socket client = await ConnectAsync(IPAddress.Loopback, port);
        using var view = new Socket(new SafeSocketHandle(first[0].Descriptor, ownsHandle: false));
        using Socket server = await view.AcceptAsync(TestContext.Current.CancellationToken);
        first.Dispose();
        Addresses.Open($"http://127.0.0.1:{port}").Dispose();
    }

    [Fact]
    public void An_address_of_another_machine_is_refused_with_advice()
    {
        // TEST-NET-1 of RFC 5737 belongs to nobody.
        BindProblem problem = Addresses.Refused("http://192.0.2.1:0");
        Assert.Contains("192.0.2.1 is not an address of this machine", problem.Message, StringComparison.Ordinal);
        Assert.Contains("http://*:port", problem.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_does_not_resolve_is_refused()
    {
        // RFC 6761: .invalid never resolves.
        BindProblem problem = Addresses.Refused("http://nobody.invalid:0");
        Assert.Contains("'nobody.invalid' does not resolve", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backlog_that_the_kernel_cuts_is_a_warning()
    {
        int limit = int.Parse(File.ReadAllText("/proc/sys/net/core/somaxconn"), CultureInfo.InvariantCulture);
        BindOutcome cut = new ListenerBinder(limit + 1).Bind(Addresses.Parse("http://127.0.0.1:0"));
        BindOutcome whole = new ListenerBinder(limit).Bind(Addresses.Parse("http://127.0.0.1:0"));
        cut.Listeners!.Dispose();
        whole.Listeners!.Dispose();
        Assert.Contains("net.core.somaxconn", Assert.Single(cut.Warnings), StringComparison.Ordinal);
        Assert.Empty(whole.Warnings);
    }

    [Fact]
    public async Task After_disposal_nobody_listens()
    {
        ListenerSet set = Addresses.Open("http://127.0.0.1:0");
        int port = PortOf(set[0]);
        set.Dispose();
        set.Dispose();
        var error = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(IPAddress.Loopback, port));
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
    }

    private static int PortOf(Listener listener) => ((IPEndPoint)listener.EndPoint).Port;

    private static async Task<Socket> ConnectAsync(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(address, port), TestContext.Current.CancellationToken);
        return socket;
    }
}
