using AppHost.Host.Configuration.Sources;

namespace AppHost.Tests.Configuration.Sources;

public sealed class EnvironmentSourceTests
{
    [Theory]
    [InlineData("APPHOST_PORT", "tcp://10.0.0.1:80")]
    [InlineData("APPHOST_SERVICE_HOST", "10.0.0.1")]
    [InlineData("APPHOST_SERVICE_PORT", "80")]
    [InlineData("APPHOST_SERVICE_PORT_HTTP", "80")]
    [InlineData("APPHOST_PORT_80_TCP", "tcp://10.0.0.1:80")]
    [InlineData("APPHOST_PORT_80_TCP_PROTO", "tcp")]
    [InlineData("APPHOST_PORT_80_TCP_PORT", "80")]
    [InlineData("APPHOST_PORT_80_UDP_ADDR", "10.0.0.1")]
    [InlineData("APPHOST_WORKERS_PORT", "tcp://10.0.0.1:80")]
    [InlineData("APPHOST_WORKERS_SERVICE_HOST", "10.0.0.1")]
    [InlineData("APPHOST_WORKER_ID", "0")]
    [InlineData("MYAPPHOST_WORKERS", "x")]
    [InlineData("apphost_workers", "x")]
    public void What_is_not_for_us_is_ignored(string name, string value)
    {
        var content = EnvironmentSource.Read(new Dictionary<string, string> { [name] = value });
        Assert.Empty(content.Warnings);
        Assert.Empty(content.Errors);
        Assert.Empty(content.Values);
    }

    [Theory]
    [InlineData(
        "APPHOST_WORKER",
        "4",
        "environment APPHOST_WORKER: no setting has this name, so it is ignored; did you mean APPHOST_WORKERS?")]
    [InlineData("APPHOST_PORT", "8080", "environment APPHOST_PORT: no setting has this name, so it is ignored")]
    [InlineData(
        "APPHOST_WROKER_CLASS",
        "x",
        "environment APPHOST_WROKER_CLASS: no setting has this name, so it is ignored; did you mean APPHOST_WORKER_CLASS?")]
    [InlineData("APPHOST_TELEMETRY_ENDPOINT", "5", "environment APPHOST_TELEMETRY_ENDPOINT: no setting has this name, so it is ignored")]
    public void An_unknown_variable_is_a_warning(string name, string value, string warning) =>
        Assert.Equal(
            [warning],
            EnvironmentSource.Read(new Dictionary<string, string> { [name] = value }).Warnings.Select(problem => problem.ToString()));

    [Fact]
    public void Lists_are_separated_by_commas()
    {
        var content = EnvironmentSource.Read(
            new Dictionary<string, string> { ["APPHOST_BIND"] = "http://a:1, unix:/b", ["APPHOST_ENV"] = "A=1,B=x=y" });
        Assert.Equal(["http://a:1", "unix:/b"], content.Values[0].Items.Select(item => item.Text));
        Assert.Equal([("A", "1"), ("B", "x=y")], content.Values[1].Items.Select(item => (item.Name!, item.Text!)));
    }

    [Fact]
    public void An_open_quote_is_an_error()
    {
        var content = EnvironmentSource.Read(new Dictionary<string, string> { ["APPHOST_ARGS"] = "'a b" });
        Assert.Equal("environment APPHOST_ARGS: a quote is not closed; close it", Assert.Single(content.Errors).ToString());
    }
}
