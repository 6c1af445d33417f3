using System.Buffers;
using System.Globalization;
using System.Text;

namespace AppHost.Host.Control.Http;

/// <summary>
/// Request line and headers, read by RFC 9112 with every leniency left out: whoever speaks to this endpoint writes correct
/// requests, and what does not is not guessed at. Only what this protocol needs is kept.
/// </summary>
/// <param name="ContentLength">In bytes; 0 without a body.</param>
internal sealed record HttpHead(string Method, string Path, IReadOnlyDictionary<string, string> Query, int ContentLength)
{
    /// <summary>The headers by which a caller is judged who has no name in the kernel.</summary>
    public HttpIdentification Identification { get; init; } = HttpIdentification.None;

    private const int LongestMethod = 16;

    // RFC 9110, 5.6.2: the letters of a method and of a header's name.
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Parses a head.</summary>
    /// <param name="bytes">Up to and with the empty line.</param>
    public static HttpHeadReading Parse(ReadOnlySpan<byte> bytes, HttpLimits limits)
    {
        foreach (byte letter in bytes)
        {
            // Letters beyond ASCII may stand in a header's value only, and none that counts here has any.
            if (letter is >= 0x7f or (< 0x20 and not ((byte)'\r' or (byte)'\n' or (byte)'\t')))
                return HttpHeadReading.Refused(400, "the head contains bytes that are not printable ASCII");
        }

        string[] lines = Encoding.ASCII.GetString(bytes[..^4]).Split("\r\n");
        // RFC 9112, 2.2: a bare CR or LF ends lines for some readers and not for others.
        if (lines.Any(line => line.AsSpan().ContainsAny('\r', '\n'))) return HttpHeadReading.Refused(400, "a line does not end with CR LF");
        HttpHeadReading requestLine = ParseRequestLine(lines[0], out bool needsHost);
        if (requestLine.Head is not { } head) return requestLine;
        if (lines.Length - 1 > limits.HeaderCount) return HttpHeadReading.Refused(431, $"there are more than {limits.HeaderCount} headers");

        int hosts = 0;
        string? length = null;
        HttpIdentification identification = HttpIdentification.None;
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            // Also refuses a blank before the colon and a folded line (RFC 9112, 5.1 and 5.2).
            if (colon <= 0 || line.AsSpan(0, colon).ContainsAnyExcept(Token)) return HttpHeadReading.Refused(400, "a header has no right name");
            string value = line[(colon + 1)..].Trim(' ', '\t');
            switch (line[..colon].ToLowerInvariant())
            {
                case "host":
                    hosts++;
                    identification = identification with { Host = value };
                    break;
                case "origin":
                    identification = identification with { Origin = value };
                    break;
                case "authorization" when identification.Authorization is not null:
                    return HttpHeadReading.Refused(400, "Authorization is there twice");
                case "authorization":
                    identification = identification with { Authorization = value };
                    break;
                case "transfer-encoding":
                    return HttpHeadReading.Refused(501, "a body is taken with Content-Length only, not with Transfer-Encoding");
                case "content-length" when length is not null:
                    return HttpHeadReading.Refused(400, "Content-Length is there twice");
                case "content-length":
                    length = value;
                    break;
            }
        }

        if (hosts > 1 || (needsHost && hosts == 0)) return HttpHeadReading.Refused(400, "a request has one Host header");
        return WithLength(head with { Identification = identification }, length, limits);
    }

    private static HttpHeadReading ParseRequestLine(string line, out bool needsHost)
    {
        needsHost = true;
        string[] words = line.Split(' ');
        if (words is not [var method, var target, var version] || method.Length is 0 or > LongestMethod
            || method.AsSpan().ContainsAnyExcept(Token))
        {
            return HttpHeadReading.Refused(400, "the first line is not METHOD /PATH HTTP/1.1");
        }

        if (version is not ("HTTP/1.1" or "HTTP/1.0")) return HttpHeadReading.Refused(505, "the version is not HTTP/1.1");
        if (!target.StartsWith('/') || target.AsSpan().ContainsAny('#', '\t'))
            return HttpHeadReading.Refused(400, "the target does not begin with a slash, or has a fragment");
        needsHost = version == "HTTP/1.1";
        int question = target.IndexOf('?', StringComparison.Ordinal);
        string path = question < 0 ? target : target[..question];
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in question < 0 ? [] : target[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = Uri.UnescapeDataString(equals < 0 ? pair : pair[..equals]);
            if (!query.TryAdd(name, equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..])))
                return HttpHeadReading.Refused(400, "a parameter is there twice");
        }

        return new HttpHeadReading(new HttpHead(method, path, query, 0), null);
    }

    private static HttpHeadReading WithLength(HttpHead head, string? text, HttpLimits limits)
    {
        if (text is null) return new HttpHeadReading(head, null);
        // Digits only: int.Parse would take a sign too.
        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9')) return HttpHeadReading.Refused(400, "Content-Length is no number");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > limits.Body)
            return HttpHeadReading.Refused(413, $"the body is longer than {limits.Body} bytes");
        return new HttpHeadReading(head with { ContentLength = length }, null);
    }
}
