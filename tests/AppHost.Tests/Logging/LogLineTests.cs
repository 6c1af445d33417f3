using AppHost.Worker.Logging;
using Microsoft.Extensions.Logging;

namespace AppHost.Tests.Logging;

public sealed class LogLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("two\nlines\r\nand a \\n that is none")]
    [InlineData("\\")]
    [InlineData("\\\\r\\\n\\")]
    [InlineData("tab\t, escape \u001b[31m, nothing \0")]
    [InlineData("Grüße, 漢字, 😀, \u2028")]
    public void Any_text_comes_out_as_it_went_in(string text)
    {
        foreach (LogLine record in (LogLine[])
            [
                new(LogLevel.Warning, 1001, text, "message", "details"),
                new(LogLevel.Trace, 0, "category", text, "details"),
                new(LogLevel.Critical, -1, "category", "message", text),
                new(LogLevel.Error, 1, "category", "message", "details", text),
            ])
        {
            string line = record.Format();
            Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
            Assert.True(LogLine.TryParse(line[..^1], out LogLine? read));
            Assert.Equal(record, read);
        }
    }

    [Fact]
    public void Random_text_comes_out_as_it_went_in()
    {
        const string Letters = "\\nr\n\r ab";
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            string Text() => new(random.GetItems<char>(Letters, random.Next(12)));
            var record = new LogLine(LogLevel.Error, seed, Text(), Text(), Text(), Text());
            Assert.True(LogLine.TryParse(record.Format()[..^1], out LogLine? read), $"Seed {seed}");
            Assert.Equal(record, read);
        }
    }

    [Fact]
    public void A_text_with_the_marks_of_the_format_cannot_forge_a_record()
    {
        var record = new LogLine(LogLevel.Information, 1, "category", "a\u001fb\u001ec", "");
        Assert.True(LogLine.TryParse(record.Format()[..^1], out LogLine? read));
        Assert.Equal("a b c", read.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a line of the app")]
    [InlineData("\u001e")]
    [InlineData("\u001e2\u001f0\u001fcategory\u001fmessage")]
    [InlineData("\u001e2\u001f0\u001fcategory\u001fmessage\u001fdetails\u001fid\u001fmore")]
    [InlineData("\u001ex\u001f0\u001fcategory\u001fmessage\u001f")]
    [InlineData("\u001e2\u001fx\u001fcategory\u001fmessage\u001f")]
    [InlineData(" \u001e2\u001f0\u001fcategory\u001fmessage\u001f")]
    public void Other_lines_are_the_apps(string line) => Assert.False(LogLine.TryParse(line, out _));
}
