using AppHost.Bench.Measuring;

namespace AppHost.Bench.Tests.Measuring;

public sealed class WrkResultTests
{
    private const string Text = """
        Running 2s test @ http://127.0.0.1:8080/
          1 threads and 32 connections
          Latency Distribution
             50%  300.00us
             75%    1.02ms
             90%    2.00ms
             99%    1.50s
          100123 requests in 2.10s, 14.00MB read
          Socket errors: connect 1, read 2, write 0, timeout 4
          Non-2xx or 3xx responses: 10
        Requests/sec:  50061.50
        Transfer/sec:      7.00MB
        """;

    [Fact]
    public void What_wrk_prints_is_read() => Assert.Equal(new WrkResult(100_123, 50_061.5, 1500, 17), WrkResult.Parse(Text));

    [Theory]
    [InlineData("250.00us", 0.25)]
    [InlineData("12.50ms", 12.5)]
    [InlineData("2.00s", 2000)]
    [InlineData("1.50m", 90_000)]
    public void Latencies_come_in_several_units(string written, double milliseconds) =>
        Assert.Equal(milliseconds, WrkResult.Parse(Text.Replace("1.50s", written, StringComparison.Ordinal))!.P99);

    [Fact]
    public void Anything_else_is_no_result() => Assert.Null(WrkResult.Parse("unable to connect to 127.0.0.1:8080 Connection refused"));
}
