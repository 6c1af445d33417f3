using System.Text;
using AppHost.Host.Control.Http;

namespace AppHost.Tests.Control.Http;

public sealed class HttpResponseTests
{
    [Fact]
    public void A_reply_is_read_as_it_was_written()
    {
        HttpResponse response = HttpResponse.Parse(new HttpReply(405, "{}"u8.ToArray(), Allow: "GET").ToBytes(withBody: true))!;
        Assert.Equal(405, response.Status);
        Assert.Equal("{}", Encoding.ASCII.GetString(response.Body.Span));
    }

    [Fact]
    public void Head_gets_the_length_and_no_body()
    {
        string text = Encoding.ASCII.GetString(HttpReply.Text(200, "ok").ToBytes(withBody: false));
        Assert.Contains("\r\nContent-Length: 3\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nok")]
    [InlineData("HTTP/1.1 twohundred OK\r\nContent-Length: 2\r\n\r\nok")]
    public void What_is_no_whole_answer_is_none(string text) => Assert.Null(HttpResponse.Parse(Encoding.ASCII.GetBytes(text)));
}
