using System.Net;
using AppHost.Host.Control;
using AppHost.Host.Control.Access;
using AppHost.Host.Control.Http;

namespace AppHost.Tests.Control.Access;

/// <summary>Who may steer a host over TCP.</summary>
public sealed class ControlAccessTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("Bearer " + Token, true)]
    [InlineData("bearer  " + Token + " ", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("Bearer", false)]
    [InlineData("Bearer ", false)]
    [InlineData(Token, false)]
    [InlineData("Basic " + Token, false)]
    [InlineData("Bearer " + Token + "0", false)]
    [InlineData("Bearer 0123456789abcdef0123456789abcde0", false)]
    public void Only_the_token_opens(string? authorization, bool opens)
    {
        HttpRefusal? refusal = new TokenAccess(Token).RefuseRequest(From(null, null, authorization));
        Assert.Equal(opens ? null : 401, refusal?.Status);
        Assert.DoesNotContain(Token, refusal?.Problem ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:9090", null, true)]
    [InlineData("localhost:9090", null, true)]
    [InlineData("localhost", null, true)]
    [InlineData("[::1]:9090", null, true)]
    [InlineData(null, null, true)]
    [InlineData("127.0.0.1:9090", "http://evil.example", false)]
    [InlineData("127.0.0.1:9090", "null", false)]
    [InlineData("evil.example:9090", null, false)]
    [InlineData("localhost.evil.example", null, false)]
    [InlineData("10.0.0.1:9090", null, false)]
    public void Without_a_token_no_page_of_a_browser_gets_in(string? host, string? origin, bool opens) =>
        Assert.Equal(opens ? null : 403, new LoopbackAccess().RefuseRequest(From(host, origin, null))?.Status);

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    public void Without_a_token_only_this_machine_gets_in(string address, bool opens) =>
        Assert.Equal(opens ? null : 403, new LoopbackAccess().RefuseCaller(new HttpCaller(null, new IPEndPoint(IPAddress.Parse(address), 1)))?.Status);

    [Fact]
    public void The_control_socket_is_for_its_owner_and_root()
    {
        IControlAccess access = new OwnerAccess();
        Assert.Null(access.RefuseCaller(new HttpCaller(new PeerCredentials(1, 0))));
        Assert.Equal(403, access.RefuseCaller(new HttpCaller(new PeerCredentials(1, 65_534)))?.Status);
        Assert.Equal(403, access.RefuseCaller(new HttpCaller(null, new IPEndPoint(IPAddress.Loopback, 1)))?.Status);
    }

    private static HttpRequest From(string? host, string? origin, string? authorization) =>
        new("POST", "/v1/stop", new Dictionary<string, string>(), default) { Identification = new HttpIdentification(host, origin, authorization) };
}
