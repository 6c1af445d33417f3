using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.Dispatch;

/// <summary>Which responses are streams that may last for hours. Pure.</summary>
internal static class StreamKind
{
    /// <summary>True for an upgrade, an accepted extended CONNECT (RFC 8441), an event stream and gRPC.</summary>
    /// <param name="status">Of the response.</param>
    /// <param name="contentType">Of the response.</param>
    /// <param name="extendedConnect">The request was one.</param>
    public static bool IsStream(int status, string? contentType, bool extendedConnect)
    {
        if (status == StatusCodes.Status101SwitchingProtocols) return true;
        if (extendedConnect && status is >= 200 and < 300) return true;
        return contentType is not null
            && (contentType.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)
                || contentType.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc cref="IsStream(int, string?, bool)"/>
    public static bool IsStream(IHttpResponseFeature response, bool extendedConnect) =>
        IsStream(response.StatusCode, response.Headers.ContentType.ToString(), extendedConnect);
}
