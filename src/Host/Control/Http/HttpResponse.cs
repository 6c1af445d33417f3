using System.Globalization;
using System.Text;

namespace AppHost.Host.Control.Http;

/// <summary>An answer as <see cref="HttpReply"/> writes it, read by the client's side.</summary>
internal sealed record HttpResponse(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Reads all that came until the end of a connection.</summary>
    /// <returns>Null if it is not a whole answer of this protocol.</returns>
    public static HttpResponse? Parse(ReadOnlyMemory<byte> bytes)
    {
        int end = bytes.Span.IndexOf("\r\n\r\n"u8);
        if (end < 0) return null;
        string[] lines = Encoding.ASCII.GetString(bytes.Span[..end]).Split("\r\n");
        if (lines[0].Split(' ') is not ["HTTP/1.1", var status, ..] || !int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int code))
            return null;
        const string Length = "content-length:";
        string? length = lines.FirstOrDefault(line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase))?[Length.Length..];
        ReadOnlyMemory<byte> body = bytes[(end + 4)..];
        return int.TryParse(length, CultureInfo.InvariantCulture, out int expected) && expected == body.Length ? new HttpResponse(code, body) : null;
    }
}
