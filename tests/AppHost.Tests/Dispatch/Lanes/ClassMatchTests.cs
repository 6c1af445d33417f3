using AppHost.Worker.Dispatch.Lanes;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Tests.Dispatch.Lanes;

public sealed class ClassMatchTests
{
    [Theory]
    [InlineData("/api", "/api", true)]
    [InlineData("/api", "/api/", true)]
    [InlineData("/api", "/API/v1", true)]
    [InlineData("/api", "/apiary", false)]
    [InlineData("/api", "/", false)]
    [InlineData("/api/", "/api/v1", true)]
    [InlineData("/api/", "/api", false)]
    [InlineData("/", "/anything", true)]
    public void A_path_matches_itself_and_what_is_below(string prefix, string path, bool holds) =>
        Assert.Equal(holds, new ClassMatch(prefix, null, null, null, null).Holds(Request(path)));

    [Theory]
    [InlineData("shop.example", "shop.example", true)]
    [InlineData("shop.example", "Shop.Example:8080", true)]
    [InlineData("shop.example", "other.example", false)]
    [InlineData("*.example", "shop.example:80", true)]
    [InlineData("*.example", "example", false)]
    [InlineData("[::1]", "[::1]:8080", true)]
    [InlineData("[::1]", "[::1]", true)]
    public void A_host_matches_without_its_port(string pattern, string host, bool holds)
    {
        HttpRequestFeature request = Request("/");
        request.Headers.Host = host;
        Assert.Equal(holds, new ClassMatch(null, null, null, null, pattern).Holds(request));
    }

    [Fact]
    public void A_header_matches_by_name_or_by_value()
    {
        HttpRequestFeature request = Request("/");
        request.Headers["X-Tier"] = "gold";
        Assert.True(new ClassMatch(null, null, "x-tier", null, null).Holds(request));
        Assert.True(new ClassMatch(null, null, "x-tier", "GOLD", null).Holds(request));
        Assert.False(new ClassMatch(null, null, "x-tier", "silver", null).Holds(request));
        Assert.False(new ClassMatch(null, null, "x-other", null, null).Holds(request));
    }

    [Fact]
    public void Every_condition_must_hold()
    {
        Assert.True(new ClassMatch("/a", "POST", null, null, null).Holds(Request("/a/b", "POST")));
        Assert.False(new ClassMatch("/a", "POST", null, null, null).Holds(Request("/a/b")));
        Assert.False(new ClassMatch("/a", "POST", null, null, null).Holds(Request("/b", "POST")));
    }

    private static HttpRequestFeature Request(string path, string method = "GET") => new() { Path = path, Method = method };
}
