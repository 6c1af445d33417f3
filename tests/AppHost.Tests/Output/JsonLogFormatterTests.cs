using System.Text.Json;
using AppHost.Host.Output;
using Microsoft.Extensions.Logging;

namespace AppHost.Tests.Output;

public sealed class JsonLogFormatterTests
{
    private static readonly LogRecord Record = new(
        new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(1)), LogLevel.Warning, 1001, 3, 4711, "AppHost.Master", "It works.", "");

    [Fact]
    public void All_that_is_known_is_a_field()
    {
        JsonElement json = Format(Record with { Details = "System.Exception: no\n   at Here", RequestId = "abc" });
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 4, 6, 7, TimeSpan.Zero), json.GetProperty("time").GetDateTimeOffset());
        Assert.Equal("warn", json.GetProperty("level").GetString());
        Assert.Equal(1001, json.GetProperty("event").GetInt32());
        Assert.Equal(3, json.GetProperty("worker").GetInt32());
        Assert.Equal(4711, json.GetProperty("pid").GetInt32());
        Assert.Equal("AppHost.Master", json.GetProperty("category").GetString());
        Assert.Equal("abc", json.GetProperty("requestId").GetString());
        Assert.Equal("It works.", json.GetProperty("message").GetString());
        Assert.Equal("System.Exception: no\n   at Here", json.GetProperty("exception").GetString());
    }

    [Fact]
    public void What_is_not_there_is_left_out()
    {
        JsonElement json = Format(Record with { EventId = 0, WorkerId = null });
        Assert.False(json.TryGetProperty("event", out _));
        Assert.False(json.TryGetProperty("worker", out _));
        Assert.False(json.TryGetProperty("exception", out _));
        Assert.False(json.TryGetProperty("requestId", out _));
    }

    [Theory]
    [InlineData("two\nlines\r\n")]
    [InlineData("\u0000\u001b[31m\"quoted\\\"")]
    [InlineData("Grüße, 漢字, 😀")]
    [InlineData("half a character: \ud83d")]
    public void Any_message_is_one_line_of_valid_json(string message)
    {
        string line = new JsonLogFormatter().Format(Record with { Message = message });
        Assert.DoesNotContain('\n', line);
        Assert.Equal(message.Replace('\ud83d', '\ufffd').Replace("\ufffd\ude00", "😀", StringComparison.Ordinal),
            JsonDocument.Parse(line).RootElement.GetProperty("message").GetString());
    }

    private static JsonElement Format(LogRecord record) => JsonDocument.Parse(new JsonLogFormatter().Format(record)).RootElement;
}
