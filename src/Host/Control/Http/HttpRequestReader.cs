namespace AppHost.Host.Control.Http;

/// <summary>Reads the one request of a connection, within limits. Stateless.</summary>
internal static class HttpRequestReader
{
    /// <summary>Reads until the request is complete or cannot become one.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The client took too long.</exception>
    public static async Task<HttpRequestReading> ReadAsync(Stream stream, HttpLimits limits, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[limits.Head + limits.Body];
        int count = 0;
        int end;
        while ((end = EndOfHead(buffer.AsSpan(0, Math.Min(count, limits.Head)))) < 0)
        {
            if (count >= limits.Head) return HttpRequestReading.Refused(431, $"the head of the request is longer than {limits.Head} bytes");
            int read = await stream.ReadAsync(buffer.AsMemory(count, limits.Head - count), cancellationToken);
            if (read == 0) return count == 0 ? default : HttpRequestReading.Refused(400, "the request ends in its head");
            count += read;
        }

        HttpHeadReading head = HttpHead.Parse(buffer.AsSpan(0, end), limits);
        if (head.Head is not { } parsed) return new HttpRequestReading(null, head.Refusal);
        int total = end + parsed.ContentLength;
        while (count < total)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(count, total - count), cancellationToken);
            if (read == 0) return HttpRequestReading.Refused(400, "the request ends in its body");
            count += read;
        }

        // A second request would go unanswered: better said than dropped.
        return count > total
            ? HttpRequestReading.Refused(400, "a connection carries one request, and more bytes follow")
            : new HttpRequestReading(
                new HttpRequest(parsed.Method, parsed.Path, parsed.Query, buffer.AsMemory(end, parsed.ContentLength))
                {
                    Identification = parsed.Identification,
                },
                null);
    }

    private static int EndOfHead(ReadOnlySpan<byte> bytes)
    {
        int blank = bytes.IndexOf("\r\n\r\n"u8);
        return blank < 0 ? -1 : blank + 4;
    }
}
