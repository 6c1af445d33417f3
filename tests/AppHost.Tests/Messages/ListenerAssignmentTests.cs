using System.Net;
using System.Net.Sockets;
using AppHost.Worker.Messages;

namespace AppHost.Tests.Messages;

public sealed class ListenerAssignmentTests
{
    [Theory]
    [InlineData("127.0.0.1:8080")]
    [InlineData("0.0.0.0:1")]
    [InlineData("[::]:65535")]
    [InlineData("[::1]:443")]
    [InlineData("[fe80::1%3]:80")]
    [InlineData("[::ffff:10.0.0.1]:80")]
    public void An_address_comes_out_as_it_went_in(string text)
    {
        IPEndPoint endPoint = IPEndPoint.Parse(text);
        ListenerAssignment assignment = ListenerAssignment.Create(7, endPoint, http2: true);
        Assert.Equal((7, true), (assignment.Descriptor, assignment.Http2));
        Assert.Equal(endPoint, assignment.ToEndPoint());
    }

    [Fact]
    public void A_unix_socket_comes_out_as_it_went_in()
    {
        var endPoint = new UnixDomainSocketEndPoint("/run/apphost/web.sock");
        Assert.Equal(endPoint, ListenerAssignment.Create(7, endPoint, http2: false).ToEndPoint());
    }

    [Theory]
    [InlineData("/run/apphost/web.sock", 0)]
    [InlineData("127.0.0.1", 80)]
    public void Its_end_point_is_found_again_by_value(string address, int port)
    {
        // Kestrel is given one instance, the table of inherited listeners another.
        var assignment = new ListenerAssignment(7, address, port, Http2: false);
        var table = new Dictionary<EndPoint, int> { [assignment.ToEndPoint()] = assignment.Descriptor };
        Assert.Equal(7, table[assignment.ToEndPoint()]);
    }

    [Fact]
    public void What_cannot_be_listened_on_is_refused() =>
        Assert.Throws<ArgumentException>(() => ListenerAssignment.Create(7, new DnsEndPoint("example.org", 80), http2: false));
}
