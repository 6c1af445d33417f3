using AppHost.Worker.Dispatch;
using Microsoft.AspNetCore.Http;

namespace AppHost.Tests.Dispatch;

public sealed class CorrelationIdTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Theory]
    [InlineData("order-66")]
    [InlineData("6f1ed002-ab55-95e9-14e0-0fc0a1b1a9d5")]
    [InlineData("Root=1-67891233-abcdef012345678912345678")]
    [InlineData("dGhlIHNhbXBsZQ==")]
    public void What_proxies_send_is_taken(string id) => Assert.Equal(id, CorrelationId.Of(Headers(requestId: id)));

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\nfeed")]
    [InlineData("\u001b[31mred")]
    [InlineData("quote\"d")]
    [InlineData("umlaut-\u00e4")]
    public void What_could_forge_a_log_line_is_not(string id) => Assert.Null(CorrelationId.Of(Headers(requestId: id)));

    [Fact]
    public void An_id_beyond_the_longest_is_not_taken()
    {
        Assert.True(CorrelationId.IsAcceptable(new string('a', CorrelationId.Longest)));
        Assert.False(CorrelationId.IsAcceptable(new string('a', CorrelationId.Longest + 1)));
    }

    [Fact]
    public void Two_ids_are_none()
    {
        HeaderDictionary headers = Headers();
        headers[CorrelationId.Header] = new[] { "a", "b" };
        Assert.Null(CorrelationId.Of(headers));
    }

    [Theory]
    [InlineData($"00-{Trace}-b7ad6b7169203331-01", Trace)]
    [InlineData($"01-{Trace}-b7ad6b7169203331-01-more", Trace)]
    [InlineData($"00-{Trace}-b7ad6b7169203331-01-more", null)]
    [InlineData($"ff-{Trace}-b7ad6b7169203331-01", null)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", null)]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", null)]
    [InlineData($"00_{Trace}-b7ad6b7169203331-01", null)]
    [InlineData("00-0af7", null)]
    public void A_trace_gives_its_id(string parent, string? id) => Assert.Equal(id, CorrelationId.Of(Headers(traceParent: parent)));

    [Fact]
    public void The_request_id_comes_before_the_trace()
    {
        string parent = $"00-{Trace}-b7ad6b7169203331-01";
        Assert.Equal("mine", CorrelationId.Of(Headers("mine", parent)));
        Assert.Equal(Trace, CorrelationId.Of(Headers("not mine", parent)));
    }

    [Fact]
    public void Own_ids_differ_and_have_one_length()
    {
        string[] ids = [.. Enumerable.Range(0, 100).Select(_ => CorrelationId.Text(CorrelationId.Next()))];
        Assert.Equal(100, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(CorrelationId.OwnLength, id.Length));
    }

    private static HeaderDictionary Headers(string? requestId = null, string? traceParent = null)
    {
        var headers = new HeaderDictionary();
        if (requestId is not null) headers[CorrelationId.Header] = requestId;
        if (traceParent is not null) headers["traceparent"] = traceParent;
        return headers;
    }
}
