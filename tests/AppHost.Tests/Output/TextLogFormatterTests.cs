using AppHost.Host.Output;
using Microsoft.Extensions.Logging;

namespace AppHost.Tests.Output;

public sealed class TextLogFormatterTests
{
    private static readonly LogRecord Record = new(
        new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.FromHours(1)),
        LogLevel.Information, 1001, 3, 4711, "AppHost.Master", "It works.", "");

    [Fact]
    public void A_record_of_a_worker_is_one_line() =>
        Assert.Equal("2026-03-04 05:06:07.089 info  [w3 4711] It works.", new TextLogFormatter(colour: false).Format(Record));

    [Fact]
    public void A_record_of_the_master_says_so() =>
        Assert.Equal(
            "2026-03-04 05:06:07.089 error [master 4711] It works.",
            new TextLogFormatter(colour: false).Format(Record with { WorkerId = null, Level = LogLevel.Error }));

    [Fact]
    public void A_record_of_a_request_has_its_id() =>
        Assert.Equal(
            "2026-03-04 05:06:07.089 info  [w3 4711 abc] It works.", new TextLogFormatter(colour: false).Format(Record with { RequestId = "abc" }));

    [Fact]
    public void Details_are_indented_below() =>
        Assert.EndsWith(
            "It works.\n    System.Exception: no\n       at Here",
            new TextLogFormatter(colour: false).Format(Record with { Details = "System.Exception: no\r\n   at Here\n" }),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(LogLevel.Trace, "trace")]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Error, "error")]
    [InlineData(LogLevel.Critical, "fatal")]
    public void Levels_have_the_names_of_the_configuration(LogLevel level, string name) =>
        Assert.Equal(name, TextLogFormatter.NameOf(level));

    [Fact]
    public void Colour_ends_where_it_began()
    {
        string coloured = new TextLogFormatter(colour: true).Format(Record with { Level = LogLevel.Error });
        Assert.Equal(
            "\u001b[2m2026-03-04 05:06:07.089\u001b[0m \u001b[31merror\u001b[0m [w3 4711] It works.", coloured);
    }
}
