using System.Net;
using System.Net.Sockets;
using AppHost.Host.Binding;

namespace AppHost.Tests.Binding;

public sealed class DescriptorListenerTests
{
    [Fact]
    public async Task A_passed_listener_is_taken_over_and_still_listens_when_ours_ends()
    {
        using Socket passed = Listening(IPAddress.Loopback);
        int port = ((IPEndPoint)passed.LocalEndPoint!).Port;
        int number = (int)passed.Handle;

        ListenerSet set = Addresses.Open($"fd://{number}");
        Listener listener = Assert.Single(set);
        Assert.NotEqual(number, listener.Descriptor);
        Assert.Equal($"http://127.0.0.1:{port} (fd://{number})", listener.DisplayText);
        const int Both = DescriptorFlags.CloseOnExec | DescriptorFlags.NonBlocking;
        Assert.Equal(Both, DescriptorFlags.Of(listener.Descriptor) & Both);
        set.Dispose();

        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(passed.LocalEndPoint!, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_passed_dual_socket_is_shown_as_all_interfaces()
    {
        using var passed = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        passed.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        passed.Listen();
        using ListenerSet set = Addresses.Open($"fd://{passed.Handle}");
        Assert.StartsWith("http://*:", set[0].DisplayText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_of_a_passed_Unix_socket_stays()
    {
        using var folder = new TemporaryFolder();
        using var passed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        passed.Bind(new UnixDomainSocketEndPoint(folder["a.sock"]));
        passed.Listen();
        ListenerSet set = Addresses.Open($"fd://{passed.Handle}");
        Assert.StartsWith($"unix:{folder["a.sock"]}", set[0].DisplayText, StringComparison.Ordinal);
        set.Dispose();
        Assert.True(File.Exists(folder["a.sock"]));
    }

    [Fact]
    public void A_number_that_is_not_open_is_told() =>
        Assert.Contains("descriptor 1000000 is not open", Addresses.Refused("fd://1000000").Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_is_not_a_socket()
    {
        using var file = File.OpenHandle("/dev/null");
        Assert.Contains("is not a socket", Addresses.Refused($"fd://{file.DangerousGetHandle()}").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_that_does_not_listen_is_refused()
    {
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.Contains("does not listen", Addresses.Refused($"fd://{bound.Handle}").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_datagram_socket_is_refused()
    {
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Assert.Contains("a socket of type Dgram", Addresses.Refused($"fd://{udp.Handle}").Message, StringComparison.Ordinal);
    }

    private static Socket Listening(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        socket.Listen();
        return socket;
    }
}
