using System.Text;
using AppHost.Load.Http;

namespace AppHost.Load.Tests.Http;

public sealed class RequestBytesTests
{
    [Fact]
    public void A_get_has_host_and_no_length() =>
        Assert.Equal("GET /a?b HTTP/1.1\r\nHost: h:1\r\nX: y\r\n\r\n",
            Text(new RequestBytes("GET", "/a?b", "h:1", ["X: y"], 0, close: false)));

    [Fact]
    public void A_host_of_the_user_replaces_ours() =>
        Assert.Equal("GET / HTTP/1.1\r\nhost: mine\r\n\r\n", Text(new RequestBytes("GET", "/", "h", ["host: mine"], 0, close: false)));

    [Fact]
    public void A_post_announces_its_body_and_a_fresh_connection_its_end() =>
        Assert.Equal("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nConnection: close\r\n\r\nxxx",
            Text(new RequestBytes("POST", "/", "h", [], 3, close: true)));

    private static string Text(RequestBytes request) => Encoding.ASCII.GetString(request.Span);
}
