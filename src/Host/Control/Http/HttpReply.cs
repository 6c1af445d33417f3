using System.Globalization;
using System.Text;

namespace AppHost.Host.Control.Http;

/// <summary>One answer, JSON or text.</summary>
/// <param name="Allow">Methods, for 405.</param>
internal sealed record HttpReply(int Status, ReadOnlyMemory<byte> Body, string ContentType = "application/json", string? Allow = null)
{
    /// <summary>Plain text, a line.</summary>
    public static HttpReply Text(int status, string line) => new(status, Encoding.UTF8.GetBytes(line + "\n"), "text/plain; charset=utf-8");

    /// <summary>The bytes to send; the connection ends with them.</summary>
    /// <param name="withBody">False for HEAD.</param>
    public byte[] ToBytes(bool withBody)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} {Reason(Status)}\r\nServer: apphost\r\nContent-Type: {ContentType}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\nCache-Control: no-store\r\nConnection: close\r\n");
        // RFC 9110, 15.5.2: a 401 names the scheme that is wanted.
        if (Status == 401) head.Append("WWW-Authenticate: Bearer\r\n");
        if (Allow is not null) head.Append(CultureInfo.InvariantCulture, $"Allow: {Allow}\r\n");
        byte[] bytes = Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
        return withBody ? [.. bytes, .. Body.Span] : bytes;
    }

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        202 => "Accepted",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        413 => "Content Too Large",
        422 => "Unprocessable Content",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Status",
    };
}
