using System.Text;
using AppHost.Load.Http;

namespace AppHost.Load.Tests.Http;

public sealed class ResponseParserTests
{
    private const string Plain = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;name=value\r\nhello\r\n1A\r\n"
        + "abcdefghijklmnopqrstuvwxyz\r\n0\r\nTrailer: x\r\n\r\n";

    public static TheoryData<string, int, bool> Complete => new()
    {
        { Plain, 200, true },
        { "HTTP/1.1 200\r\ncontent-LENGTH:5\r\n\r\nhello", 200, true },
        { "HTTP/1.1 200 OK\nContent-Length: 0\n\n", 200, true },
        { Chunked, 200, true },
        { "HTTP/1.1 204 No Content\r\n\r\n", 204, true },
        { "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", 304, true },
        { "HTTP/1.1 503 Service Unavailable\r\nConnection: foo, Close\r\nContent-Length: 0\r\n\r\n", 503, false },
        { "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, false },
        { "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok", 200, true },
        { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\nConnection: close\r\n\r\n" + Plain, 200, true },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 200, true },
    };

    [Theory]
    [MemberData(nameof(Complete))]
    public void A_response_is_complete_at_its_last_byte_in_one_piece(string text, int status, bool keepAlive)
    {
        var parser = Begin();
        Assert.Equal(ParseResult.Complete, parser.Feed(Encoding.ASCII.GetBytes(text), out var consumed));
        Assert.Equal((text.Length, status, keepAlive), (consumed, parser.Status, parser.KeepAlive));
    }

    [Theory]
    [MemberData(nameof(Complete))]
    public void A_response_is_complete_at_its_last_byte_and_not_before_when_it_comes_byte_by_byte(string text, int status, bool keepAlive)
    {
        var parser = Begin();
        for (var i = 0; i < text.Length; i++)
        {
            var expected = i == text.Length - 1 ? ParseResult.Complete : ParseResult.NeedMore;
            Assert.Equal(expected, parser.Feed([(byte)text[i]], out var consumed));
            Assert.Equal(1, consumed);
        }
        Assert.Equal((status, keepAlive), (parser.Status, parser.KeepAlive));
    }

    [Theory]
    [MemberData(nameof(Complete))]
    public void A_response_cut_anywhere_in_two_is_complete_after_the_second_piece(string text, int status, bool keepAlive)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            var parser = Begin();
            Assert.Equal(ParseResult.NeedMore, parser.Feed(bytes.AsSpan(0, cut), out _));
            Assert.Equal(ParseResult.Complete, parser.Feed(bytes.AsSpan(cut), out var consumed));
            Assert.Equal((bytes.Length - cut, status, keepAlive), (consumed, parser.Status, parser.KeepAlive));
        }
    }

    [Theory]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 No\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000000000000000\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n")]
    public void What_is_no_valid_response_is_bad_in_one_piece_and_byte_by_byte(string text)
    {
        Assert.Equal(ParseResult.Bad, Begin().Feed(Encoding.ASCII.GetBytes(text), out _));
        var parser = Begin();
        Assert.Contains(ParseResult.Bad, text.Select(c => parser.Feed([(byte)c], out _)).ToArray());
    }

    [Fact]
    public void A_line_without_end_is_bad_before_it_fills_the_memory()
    {
        var parser = Begin();
        var piece = Encoding.ASCII.GetBytes("HTTP/1.1 200 " + new string('x', 1000));
        var results = Enumerable.Range(0, 100).Select(_ => parser.Feed(piece, out var _)).ToArray();
        Assert.Equal(ParseResult.NeedMore, results[0]);
        Assert.Equal(ParseResult.Bad, results[^1]);
    }

    [Fact]
    public void A_body_without_length_lasts_until_the_end_of_the_stream()
    {
        var parser = Begin();
        Assert.Equal(ParseResult.NeedMore, parser.Feed("HTTP/1.1 200 OK\r\n\r\nsome"u8, out _));
        Assert.Equal(ParseResult.NeedMore, parser.Feed(" more"u8, out _));
        Assert.Equal(ParseResult.Complete, parser.EndOfStream());
        Assert.False(parser.KeepAlive);
    }

    [Fact]
    public void A_stream_that_ends_inside_a_body_is_not_complete()
    {
        var parser = Begin();
        parser.Feed(Encoding.ASCII.GetBytes(Plain[..^1]), out _);
        Assert.Equal(ParseResult.NeedMore, parser.EndOfStream());
    }

    [Fact]
    public void The_response_to_head_has_no_body_whatever_its_length_says()
    {
        var parser = new ResponseParser();
        parser.Begin(toHead: true);
        Assert.Equal(ParseResult.Complete, parser.Feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"u8, out _));
    }

    [Fact]
    public void Bytes_after_the_response_are_not_consumed()
    {
        Assert.Equal(ParseResult.Complete, Begin().Feed(Encoding.ASCII.GetBytes(Plain + "HTTP"), out var consumed));
        Assert.Equal(Plain.Length, consumed);
    }

    [Fact]
    public void A_parser_forgets_the_response_before()
    {
        var parser = Begin();
        parser.Feed("HTTP/1.1 503 No\r\nConnection: close\r\nTransfer-Enc"u8, out _);
        parser.Begin(toHead: false);
        Assert.False(parser.SawBytes);
        Assert.Equal(ParseResult.Complete, parser.Feed(Encoding.ASCII.GetBytes(Plain), out _));
        Assert.Equal((200, true), (parser.Status, parser.KeepAlive));
    }

    private static ResponseParser Begin()
    {
        var parser = new ResponseParser();
        parser.Begin(toHead: false);
        return parser;
    }
}
