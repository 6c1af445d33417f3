using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace AppHost.Worker.Dispatch.Responses;

/// <summary>The answer to a request whose deadline has passed, for HTTP/1.1: whole and ready to be sent. Immutable.</summary>
internal sealed class DeadlineAnswer(int status)
{
    /// <summary>The reason as clients, logs and metrics name it.</summary>
    public const string Reason = "deadline";

    /// <summary>Of HTTP.</summary>
    public int Status => status;

    private readonly byte[] _before = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\nContent-Length: 0\r\nConnection: close\r\n{ShedAnswer.ReasonHeader}: {Reason}\r\nDate: "));

    /// <summary>The bytes. No <c>Retry-After</c>: what was too slow once may have had its effect.</summary>
    /// <param name="now">For the Date header, which a server with a clock must send (RFC 9110, 6.6.1).</param>
    public byte[] At(DateTimeOffset now) =>
        [.. _before, .. Encoding.ASCII.GetBytes(now.UtcDateTime.ToString("R", CultureInfo.InvariantCulture)), .. "\r\n\r\n"u8];
}
