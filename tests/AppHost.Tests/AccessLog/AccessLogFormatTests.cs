using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AppHost.Tests.Support;
using AppHost.Worker.AccessLog;
using AppHost.Worker.Dispatch;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Tests.AccessLog;

public sealed class AccessLogFormatTests
{
    private readonly FeatureCollection _features = new();
    private readonly HttpRequestFeature _request = new()
    {
        Method = "GET", Path = "/a b", RawTarget = "/a%20b?c=1", QueryString = "?c=1", Protocol = "HTTP/1.1",
    };

    private readonly HttpResponseFeature _response = new() { StatusCode = 201 };

    public AccessLogFormatTests()
    {
        _features.Set<IHttpRequestFeature>(_request);
        _features.Set<IHttpResponseFeature>(_response);
        _features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = IPAddress.Parse("::ffff:192.0.2.7") });
        _response.Headers.ContentLength = 13;
        _request.Headers.UserAgent = "curl/8";
    }

    [Fact]
    public void Combined_is_what_log_analysers_read() =>
        Assert.Matches(
            """^192\.0\.2\.7 - - \[01/Jan/2030:00:00:00 \+0000\] "GET /a%20b\?c=1 HTTP/1\.1" 201 13 "-" "curl/8"\n$""", Line("combined"));

    [Fact]
    public void Common_ends_with_the_length() => Assert.EndsWith("\" 201 13\n", Line("common"), StringComparison.Ordinal);

    [Theory]
    [InlineData("%(m)s %(U)s %(q)s %(H)s", "GET /a b ?c=1 HTTP/1.1")]
    [InlineData("%(T)s %(M)s %(D)s %(L)s", "1 1234 1234567 1.234567")]
    [InlineData("%(queue)s %(service)s", "0.034000 1.200000")]
    [InlineData("%(worker)s %(id)s %(reason)s", "3 - -")]
    [InlineData("%(b)s %(B)s %(f)s", "13 13 -")]
    [InlineData("%({User-Agent}i)s %({Content-Length}o)s %({X-None}i)s", "curl/8 13 -")]
    [InlineData("100%% \"%(s)s\"", "100% \"201\"")]
    public void Atoms_stand_for_values(string format, string expected) => Assert.Equal(expected + "\n", Line(format));

    [Fact]
    public void A_request_that_was_turned_away_says_why_and_one_whose_client_left_is_499()
    {
        Assert.Equal("201 queue-full\n", Line("%(s)s %(reason)s", RejectReason.QueueFull));
        Assert.Equal("499 client-gone\n", Line("%(s)s %(reason)s", RejectReason.ClientGone));
    }

    [Fact]
    public void The_id_is_the_requests_own_also_when_it_did_not_run()
    {
        _request.Headers["X-Request-Id"] = "order-66";
        Assert.Equal("order-66\n", Line("%(id)s", RejectReason.QueueFull));
        Assert.Equal("abc\n", Line("%(id)s", scope: RequestScope.Next(null, "abc")));
        Assert.Matches("^[0-9a-f]{16}\n$", Line("%(id)s", scope: RequestScope.Next(null, null)));
    }

    [Fact]
    public void What_a_client_sends_can_neither_end_a_field_nor_a_line()
    {
        _request.Headers.UserAgent = "a\" 200 \"b\\c\u001b[31m\u0085\r\n";
        _request.RawTarget = "/\u00e4\n";
        string line = Line("combined");
        Assert.EndsWith("""
            "a\x22 200 \x22b\x5Cc\x1B[31m\x85\x0D\x0A"
            """ + "\n", line, StringComparison.Ordinal);
        Assert.Contains("GET /\u00e4\\x0A HTTP", line, StringComparison.Ordinal);
        Assert.Single(line, c => c == '\n');
    }

    [Fact]
    public void A_field_is_cut_where_it_becomes_a_burden()
    {
        _request.Headers.UserAgent = new string('x', 100_000);
        Assert.InRange(Line("%(a)s").Length, 1000, 3000);
    }

    [Fact]
    public void Json_is_valid_whatever_a_client_sends()
    {
        _request.Headers.UserAgent = "a\"b\\c\u001b\n\ud83d";
        _request.Path = "/\u00e4\u0000";
        JsonNode json = JsonNode.Parse(Line("json", RejectReason.QueueTimeout))!;
        Assert.Equal("2030-01-01T00:00:00.123Z", (string)json["time"]!);
        Assert.Equal("192.0.2.7", (string)json["client"]!);
        Assert.Equal("/\u00e4\u0000", (string)json["path"]!);
        Assert.Equal("a\"b\\c\u001b\n\ufffd", (string)json["userAgent"]!);
        Assert.Equal((201, 13L, 3), ((int)json["status"]!, (long)json["bytes"]!, (int)json["worker"]!));
        Assert.Equal((1.234567, 0.034, 1.2), ((double)json["duration"]!, (double)json["queue"]!, (double)json["service"]!));
        Assert.Equal("queue-timeout", (string)json["reason"]!);
        Assert.Null(json["referer"]);
    }

    [Theory]
    [InlineData("Basic YWxpY2U6c2VjcmV0", "alice")]
    [InlineData("Basic ####", "-")]
    [InlineData("Bearer YWxpY2U6c2VjcmV0", "-")]
    [InlineData("Basic OnNlY3JldA==", "-")]
    public void The_user_is_that_of_basic_authentication_without_the_password(string authorization, string user)
    {
        _request.Headers.Authorization = authorization;
        Assert.Equal(user + "\n", Line("%(u)s"));
    }

    [Theory]
    [InlineData("combind", "did you mean combined?")]
    [InlineData("plain", "docs/observe.md")]
    [InlineData("%(quue)s", "did you mean %(queue)s?")]
    [InlineData("%(x)s", "there is no atom %(x)s")]
    [InlineData("%h", "at character 1")]
    [InlineData("ab %(h)d", "at character 4")]
    [InlineData("%(h", "at character 1")]
    [InlineData("%({X}e)s", "there is no atom %({X}e)s")]
    public void A_mistake_is_named_with_its_place_and_remedy(string format, string problem)
    {
        Assert.False(AccessLogFormat.TryParse(format, out _, out string? said));
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }

    private string Line(string format, RejectReason? rejected = null, RequestScope? scope = null)
    {
        Assert.True(AccessLogFormat.TryParse(format, out AccessLogFormat? parsed, out _));
        var line = new LogBuffer();
        var time = new ManualTimeProvider();
        time.Advance(TimeSpan.FromMilliseconds(123));
        parsed.Write(
            line,
            new AccessLogEntry(_features, 34_000_000, 1_200_000_000, 1_234_567_000, scope, rejected),
            new AccessLogWorker(3, TrustedProxies.Parse([]), time));
        return Encoding.UTF8.GetString(line.Written);
    }
}
