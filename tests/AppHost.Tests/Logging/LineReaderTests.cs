using System.Text;
using AppHost.Worker.Logging;

namespace AppHost.Tests.Logging;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("one\n", "one")]
    [InlineData("one\ntwo\n", "one|two")]
    [InlineData("\n\n", "|")]
    [InlineData("one\nrest", "one|rest")]
    [InlineData("Grüße 漢\n😀\n", "Grüße 漢|😀")]
    [InlineData("0123456789\nnext\n", "0123456789|next")]
    [InlineData("0123456789abc\nnext\n", "0123456789|abc|next")]
    [InlineData("0123456789012345678901234\n", "0123456789|0123456789|01234")]
    [InlineData("01234567890123456789\n\n", "0123456789|0123456789|")]
    [InlineData("0123456789", "0123456789")]
    public void Lines_are_the_same_wherever_the_stream_is_split(string text, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        // A text beyond ASCII may have more bytes than the short limit allows.
        int longest = text.All(char.IsAscii) ? 10 : 100;
        for (int first = 0; first <= bytes.Length; first++)
        {
            for (int second = first; second <= bytes.Length; second++)
            {
                Assert.Equal(expected, string.Join('|', Read(longest, bytes[..first], bytes[first..second], bytes[second..])));
            }
        }
    }

    [Fact]
    public void The_end_hands_over_what_is_left_once()
    {
        var reader = new LineReader(longest: 10);
        var lines = new List<string>();
        void OnLine(ReadOnlySpan<byte> line) => lines.Add(Encoding.UTF8.GetString(line));
        reader.Add("rest"u8, OnLine);
        reader.End(OnLine);
        reader.End(OnLine);
        Assert.Equal(["rest"], lines);
    }

    private static List<string> Read(int longest, params byte[][] parts)
    {
        var reader = new LineReader(longest);
        var lines = new List<string>();
        void OnLine(ReadOnlySpan<byte> line) => lines.Add(Encoding.UTF8.GetString(line));
        foreach (byte[] part in parts) reader.Add(part, OnLine);
        reader.End(OnLine);
        return lines;
    }
}
