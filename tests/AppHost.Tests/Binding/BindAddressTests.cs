using System.Net;
using AppHost.Host.Binding;

namespace AppHost.Tests.Binding;

public sealed class BindAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", "tcp:127.0.0.1:8080")]
    [InlineData("HTTP://127.0.0.1:8080/", "tcp:127.0.0.1:8080")]
    [InlineData("http://[::1]:8080", "tcp:[::1]:8080")]
    [InlineData("http://[0:0::1]:8080", "tcp:[::1]:8080")]
    [InlineData("http://[::]:8080", "tcp:[::]:8080")]
    [InlineData("http://*:8080", "tcp:*:8080")]
    [InlineData("http://+:8080", "tcp:*:8080")]
    [InlineData("http://localhost:0", "tcp:localhost:0")]
    [InlineData("http://App.Internal:8080", "tcp:app.internal:8080")]
    [InlineData("127.0.0.1:8080", "tcp:127.0.0.1:8080")]
    [InlineData("[::1]:8080", "tcp:[::1]:8080")]
    [InlineData("localhost:8080", "tcp:localhost:8080")]
    [InlineData("*:8080", "tcp:*:8080")]
    [InlineData(":8080", "tcp:*:8080")]
    [InlineData("8080", "tcp:*:8080")]
    [InlineData("  8080  ", "tcp:*:8080")]
    [InlineData("unix:/run/app.sock", "unix:/run/app.sock")]
    [InlineData("unix:///run/app.sock", "unix:/run/app.sock")]
    [InlineData("unix:app.sock", "unix:app.sock")]
    [InlineData("http://unix:/run/app.sock", "unix:/run/app.sock")]
    [InlineData("fd://3", "fd:3")]
    public void An_address_is_read(string text, string identity)
    {
        Assert.True(BindAddress.TryParse(text, out BindAddress? address, out string? problem), problem);
        Assert.Equal(identity, address.Identity);
        Assert.Equal(text.Trim(), address.ToString());
        Assert.False(address.Http2);
    }

    [Theory]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1/")]
    public void A_URL_without_a_port_means_port_80_as_everywhere(string text) =>
        Assert.Equal(new TcpBindAddress(text, BindHost.Of(IPAddress.Loopback), 80), Parse(text));

    [Theory]
    [InlineData("http://*:80?http=2", true)]
    [InlineData("http://*:80/?http=2", true)]
    [InlineData("http://*:80?http=1", false)]
    [InlineData("unix:/run/a.sock?mode=0600&http=2", true)]
    [InlineData("fd://3?http=2", true)]
    [InlineData("8080?http=1", false)]
    public void HTTP_2_with_prior_knowledge_is_an_option(string text, bool http2) => Assert.Equal(http2, Parse(text).Http2);

    [Theory]
    [InlineData("unix:/run/a.sock", 0x1B0)]
    [InlineData("unix:/run/a.sock?mode=0600", 0x180)]
    [InlineData("unix:/run/a.sock?mode=666", 0x1B6)]
    [InlineData("unix:/run/a.sock?mode=0777", 0x1FF)]
    public void The_mode_of_a_Unix_socket_is_octal_and_0660_by_default(string text, int mode) =>
        Assert.Equal((UnixFileMode)mode, Assert.IsType<UnixBindAddress>(Parse(text)).Mode);

    [Theory]
    [InlineData("", "address is empty")]
    [InlineData("https://*:443", "terminate TLS in front (nginx, a load balancer) and bind http:// here")]
    [InlineData("tcp://0.0.0.0:9292", "begins with 'tcp://'")]
    [InlineData("/run/app.sock", "write unix:/run/app.sock")]
    [InlineData("./app.sock", "write unix:./app.sock")]
    [InlineData("http:8080", "mistyped scheme")]
    [InlineData("fd:3", "mistyped scheme")]
    [InlineData("127.0.0.1", "has no port: write for example 127.0.0.1:8080")]
    [InlineData("example.org", "has no port")]
    [InlineData("?http=2", "is not a port")]
    [InlineData("http://:8080", "has no host")]
    [InlineData("http://", "has no host")]
    [InlineData("http://*:65536", "'65536'")]
    [InlineData("http://*:-1", "'-1'")]
    [InlineData("http://*:", "'' in 'http://*:' is not a port")]
    [InlineData("70000", "'70000'")]
    [InlineData("::1:8080", "write an IPv6 address in brackets")]
    [InlineData("http://[::1:8080", "no ']'")]
    [InlineData("http://[::1]8080", "'8080' after its address")]
    [InlineData("http://[127.0.0.1]:80", "not an IPv6 address")]
    [InlineData("http://[::ffff:10.0.0.1]:80", "write 10.0.0.1")]
    [InlineData("http://127.1:80", "not an IPv4 address")]
    [InlineData("http://010.0.0.1:80", "not an IPv4 address")]
    [InlineData("http://1.2.3.256:80", "not an IPv4 address")]
    [InlineData("http://a b:80", "not a host name")]
    [InlineData("http://me@127.0.0.1:80", "user name")]
    [InlineData("http://*:80/base", "UsePathBase")]
    [InlineData("http://*:80#x", "has a path")]
    [InlineData("http://*:80?http=3", "write http=2")]
    [InlineData("http://*:80?mode=0660", "unknown option 'mode': known is http=2")]
    [InlineData("unix:/a?colour=red", "known is http=2 and mode=0660")]
    [InlineData("unix:/a?mode=0660&mode=0600", "twice")]
    [InlineData("unix:/a?mode=rw", "octal")]
    [InlineData("unix:/a?mode=1777", "octal")]
    [InlineData("unix:/a?mode=0440", "lets anyone connect")]
    [InlineData("unix:", "has no path")]
    [InlineData("unix:?mode=0660", "has no path")]
    [InlineData("unix://run/app.sock", "write unix:/run/app.sock or, relative, unix:run/app.sock")]
    [InlineData("unix:@name", "abstract")]
    [InlineData("unix:/run/", "names a folder")]
    [InlineData("unix:/run/a\0b", "zero byte")]
    [InlineData("fd://", "not a descriptor number")]
    [InlineData("fd://-1", "not a descriptor number")]
    [InlineData("fd://99999999999", "not a descriptor number")]
    public void A_wrong_address_is_refused_with_what_to_write(string text, string expected)
    {
        Assert.False(BindAddress.TryParse(text, out BindAddress? address, out string? problem));
        Assert.Null(address);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_of_107_bytes_fits_and_one_of_108_is_refused_with_the_limit()
    {
        string longest = "/" + new string('a', 104) + "é";
        Assert.Equal(longest, Assert.IsType<UnixBindAddress>(Parse("unix:" + longest)).Path);
        Assert.False(BindAddress.TryParse($"unix:{longest}b", out _, out string? problem));
        Assert.Contains("108 bytes, and the limit for a Unix socket is 107", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_path_is_resolved_against_the_base_folder()
    {
        BindAddress resolved = Parse("unix:run/../app.sock?mode=0600").Resolve("/srv/app");
        Assert.Equal("unix:/srv/app/app.sock", resolved.Identity);
        Assert.Equal("unix:run/../app.sock?mode=0600", resolved.Text);
        Assert.Equal("unix:/run/a.sock", Parse("unix:/run/a.sock").Resolve("/srv/app").Identity);
        Assert.Equal("tcp:*:80", Parse("http://*:80").Resolve("/srv/app").Identity);
    }

    private static BindAddress Parse(string text)
    {
        Assert.True(BindAddress.TryParse(text, out BindAddress? address, out string? problem), problem);
        return address;
    }
}
