using AppHost.Host.Binding;

namespace AppHost.Tests.Binding;

public sealed class BindFallbackTests
{
    private const int OwnPid = 4711;

    [Fact]
    public void Without_any_hint_only_this_machine_can_connect() => Expect(Choose(), "default", "tcp:127.0.0.1:8080");

    [Fact]
    public void PORT_opens_all_interfaces() => Expect(Choose(("PORT", "5000")), "PORT", "tcp:*:5000");

    [Fact]
    public void HTTP_PORTS_may_be_several() =>
        Expect(Choose(("ASPNETCORE_HTTP_PORTS", "80; 8080;"), ("PORT", "1")), "ASPNETCORE_HTTP_PORTS", "tcp:*:80", "tcp:*:8080");

    [Fact]
    public void URLS_come_before_ports() =>
        Expect(Choose(("ASPNETCORE_URLS", "http://+:5000;http://unix:/run/a.sock"), ("ASPNETCORE_HTTP_PORTS", "80")),
            "ASPNETCORE_URLS", "tcp:*:5000", "unix:/run/a.sock");

    [Fact]
    public void URLS_with_the_IPv6_wildcard_take_IPv4_too_as_Kestrel_does() =>
        Expect(Choose(("ASPNETCORE_URLS", "http://[::]:5000")), "ASPNETCORE_URLS", "tcp:*:5000");

    [Fact]
    public void Passed_descriptors_come_first() =>
        Expect(Choose(("LISTEN_PID", "4711"), ("LISTEN_FDS", "2"), ("PORT", "1")), "LISTEN_FDS", "fd:3", "fd:4");

    [Theory]
    [InlineData("4712", "2")]
    [InlineData("", "2")]
    [InlineData("4711", "0")]
    [InlineData("4711", "")]
    public void Descriptors_for_another_process_are_ignored(string pid, string count) =>
        Expect(Choose(("LISTEN_PID", pid), ("LISTEN_FDS", count)), "default", "tcp:127.0.0.1:8080");

    [Theory]
    [InlineData("LISTEN_FDS", "many", "'many' is not a number of descriptors")]
    [InlineData("LISTEN_FDS", "2000000000", "not a number of descriptors")]
    [InlineData("PORT", "http", "'http' in 'http://*:http' is not a port")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "80;x", "'x'")]
    [InlineData("ASPNETCORE_URLS", "https://*:443", "terminate TLS in front")]
    [InlineData("ASPNETCORE_HTTPS_PORTS", "443", "terminate TLS in front")]
    public void A_wrong_value_is_a_problem_that_names_the_variable(string name, string value, string expected)
    {
        BindFallback chosen = Choose((name, value), ("LISTEN_PID", "4711"));
        BindProblem problem = Assert.Single(chosen.Problems);
        Assert.Equal(name, problem.Address);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Contains(name, problem.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_entries_of_a_variable_are_told_at_once() =>
        Assert.Equal(2, Choose(("ASPNETCORE_URLS", "https://a;http://b;tcp://c")).Problems.Count);

    private static BindFallback Choose(params (string Name, string Value)[] environment) =>
        BindFallback.Choose(environment.ToDictionary(e => e.Name, e => e.Value), OwnPid);

    private static void Expect(BindFallback chosen, string source, params string[] identities)
    {
        Assert.Empty(chosen.Problems);
        Assert.Equal(source, chosen.Source);
        Assert.Equal(identities, chosen.Addresses.Select(address => address.Identity));
    }
}
