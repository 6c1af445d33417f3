using System.Text;
using AppHost.Host.Control.Http;

namespace AppHost.Tests.Control.Http;

public sealed class HttpRequestReaderTests
{
    private static readonly HttpLimits Limits = new() { Head = 512, Body = 64, HeaderCount = 4 };

    [Fact]
    public async Task A_request_is_read_as_it_was_sent()
    {
        HttpRequest request = await RightAsync(
            "POST /v1/scale?wait&name=a%20b HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\nbody");
        Assert.Equal(("POST", "/v1/scale"), (request.Method, request.Path));
        Assert.True(request.Has("wait"));
        Assert.False(request.Has("name"));
        Assert.Equal("a b", request.Query["name"]);
        Assert.Equal("body", Encoding.ASCII.GetString(request.Body.Span));
    }

    [Fact]
    public async Task It_makes_no_difference_how_the_bytes_arrive()
    {
        using var stream = new TricklingStream("POST /a HTTP/1.1\r\nHost:\tx\r\ncontent-length: 3\r\n\r\nxyz");
        HttpRequestReading reading = await HttpRequestReader.ReadAsync(stream, Limits, TestContext.Current.CancellationToken);
        Assert.Equal("xyz", Encoding.ASCII.GetString(reading.Request!.Body.Span));
    }

    [Fact]
    public async Task Version_1_0_needs_no_host() => Assert.Equal("/livez", (await RightAsync("GET /livez HTTP/1.0\r\n\r\n")).Path);

    [Fact]
    public async Task Who_hangs_up_without_a_word_is_no_error() => Assert.Equal(default, await ReadAsync(""));

    [Theory]
    [InlineData("GET", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n", 400)]
    [InlineData("\r\n\r\n", 400)]
    [InlineData("GET /\r\n\r\n", 400)]
    [InlineData("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1 \r\nHost: x\r\n\r\n", 400)]
    [InlineData(" / HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("G(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GETGETGETGETGETGET / HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET v1 HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET http://x/v1 HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET /#a HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET /?a=1&a=2 HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505)]
    [InlineData("GET / http/1.1\r\nHost: x\r\n\r\n", 505)]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\nHost: x\n\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n", 400)]
    [InlineData("GET /\u00e9 HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("\u0016\u0003\u0001\u0002\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n", 431)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 501)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x1\r\n\r\na", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 65\r\n\r\n", 413)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", 413)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nab", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n", 400)]
    public async Task What_is_not_right_is_refused(string text, int status) => Assert.Equal(status, (await ReadAsync(text)).Refusal?.Status);

    [Fact]
    public async Task A_head_may_be_as_long_as_its_limit_and_no_longer()
    {
        string head = "GET / HTTP/1.1\r\nHost: x\r\nA: \r\n\r\n";
        string fill = new('a', Limits.Head - head.Length);
        Assert.NotNull((await ReadAsync(head.Insert(head.Length - 4, fill))).Request);
        Assert.Equal(431, (await ReadAsync(head.Insert(head.Length - 4, fill + "a"))).Refusal?.Status);
        Assert.Equal(431, (await ReadAsync(new string('a', 4096))).Refusal?.Status);
    }

    [Fact]
    public async Task A_body_may_be_as_long_as_its_limit()
    {
        HttpRequest request = await RightAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 64\r\n\r\n" + new string('b', Limits.Body));
        Assert.Equal(Limits.Body, request.Body.Length);
    }

    [Fact]
    public async Task Random_bytes_never_do_more_than_be_refused()
    {
        var random = new Random(20_251_121);
        string[] parts = ["GET ", "/", "HTTP/1.1", "\r\n", "\r", "\n", "\r\n\r\n", "Host: x", "Content-Length: ", "9", ":", "?", "%", "\0", "\u00ff"];
        for (int round = 0; round < 5_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));
            HttpRequestReading reading = await ReadAsync(text);
            Assert.True(reading.Request is null || reading.Refusal is null);
            Assert.True(reading.Refusal is null or { Status: >= 400 and < 600 });
        }
    }

    private static async Task<HttpRequest> RightAsync(string text)
    {
        HttpRequestReading reading = await ReadAsync(text);
        Assert.Null(reading.Refusal);
        return reading.Request!;
    }

    private static async Task<HttpRequestReading> ReadAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(text));
        return await HttpRequestReader.ReadAsync(stream, Limits, TestContext.Current.CancellationToken);
    }
}
