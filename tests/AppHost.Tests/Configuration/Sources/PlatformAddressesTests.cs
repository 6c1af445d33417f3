namespace AppHost.Tests.Configuration.Sources;

public sealed class PlatformAddressesTests : IDisposable
{
    private readonly ConfigurationWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("", "", "", "http://127.0.0.1:8080")]
    [InlineData("", "", "5000", "http://*:5000")]
    [InlineData("", "80;81", "5000", "http://*:80 http://*:81")]
    [InlineData("http://a:1;http://b:2", "80", "5000", "http://a:1 http://b:2")]
    public void The_platform_says_where_to_listen_when_nobody_else_does(string urls, string ports, string port, string expected)
    {
        _workspace.Environment["ASPNETCORE_URLS"] = urls;
        _workspace.Environment["ASPNETCORE_HTTP_PORTS"] = ports;
        _workspace.Environment["PORT"] = port;
        var result = _workspace.Load("MyApp.dll");
        Assert.Equal(expected, string.Join(' ', ConfigurationWorkspace.Right(result).Bind.Select(address => address.Text)));
        Assert.False(result.IsGiven("bind"));
    }

    [Fact]
    public void What_the_platform_says_is_not_even_read_when_addresses_are_given()
    {
        _workspace.Environment["ASPNETCORE_URLS"] = "https://a:1";
        Assert.Equal("http://a:1", Assert.Single(ConfigurationWorkspace.Right(_workspace.Load("MyApp.dll", "-b", "http://a:1")).Bind).Text);
        Assert.StartsWith(
            "environment ASPNETCORE_URLS: 'https://a:1' asks for TLS",
            Assert.Single(_workspace.Load("MyApp.dll").Errors).ToString(),
            StringComparison.Ordinal);
    }
}
