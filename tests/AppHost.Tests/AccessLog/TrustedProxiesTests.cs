using System.Net;
using AppHost.Worker.AccessLog;
using Microsoft.Extensions.Primitives;

namespace AppHost.Tests.AccessLog;

public sealed class TrustedProxiesTests
{
    private static readonly TrustedProxies Proxies = TrustedProxies.Parse(["127.0.0.0/8", "10.0.0.0/8", "2001:db8::1", "unix"]);

    [Theory]
    [InlineData("203.0.113.9", null, "203.0.113.9")]
    [InlineData("203.0.113.9", "1.2.3.4", "203.0.113.9")]
    [InlineData("127.0.0.1", null, "127.0.0.1")]
    [InlineData("127.0.0.1", "1.2.3.4", "1.2.3.4")]
    [InlineData("::ffff:127.0.0.1", "1.2.3.4", "1.2.3.4")]
    [InlineData("2001:db8::1", "1.2.3.4", "1.2.3.4")]
    [InlineData("127.0.0.1", "6.6.6.6, 1.2.3.4, 10.9.8.7", "1.2.3.4")]
    [InlineData("127.0.0.1", "10.1.1.1, 10.9.8.7", "10.1.1.1")]
    [InlineData("127.0.0.1", "6.6.6.6, nonsense, 10.9.8.7", "10.9.8.7")]
    [InlineData("127.0.0.1", "1.2.3.4:5678", "1.2.3.4")]
    [InlineData("127.0.0.1", "[2001:db8::99]:80", "2001:db8::99")]
    [InlineData("127.0.0.1", "", "127.0.0.1")]
    [InlineData(null, "1.2.3.4", "1.2.3.4")]
    [InlineData(null, null, null)]
    public void The_client_is_the_first_stranger_from_the_right(string? peer, string? forwardedFor, string? client) =>
        Assert.Equal(
            client is null ? null : IPAddress.Parse(client),
            Proxies.ClientOf(peer is null ? null : IPAddress.Parse(peer), forwardedFor));

    [Fact]
    public void Several_headers_are_one_list() =>
        Assert.Equal(IPAddress.Parse("1.2.3.4"), Proxies.ClientOf(IPAddress.Loopback, new StringValues(["6.6.6.6, 1.2.3.4", "10.0.0.2"])));

    [Fact]
    public void A_unix_socket_is_trusted_only_if_said() =>
        Assert.Null(TrustedProxies.Parse(["127.0.0.1"]).ClientOf(null, "1.2.3.4"));

    [Theory]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("::/0", true)]
    [InlineData("unix", true)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("localhost", false)]
    [InlineData("", false)]
    public void A_proxy_is_an_address_a_network_or_unix(string text, bool isOne) => Assert.Equal(isOne, TrustedProxies.IsOne(text));
}
