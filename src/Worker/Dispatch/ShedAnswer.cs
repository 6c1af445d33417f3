using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace AppHost.Worker.Dispatch;

/// <summary>
/// The answer to a request that is not run: a status, <c>Retry-After</c> and the reason. The connection stays open.
/// Never 408: proxies repeat such a request at once, which is the last thing an overloaded server needs.
/// </summary>
/// <param name="status">503 unless configured otherwise.</param>
/// <param name="retryAfterMin">Seconds; each answer draws its own, or all clients would come back together.</param>
/// <param name="retryAfterMax">Seconds, not below the minimum.</param>
internal sealed class ShedAnswer(int status, int retryAfterMin, int retryAfterMax)
{
    /// <summary>Tells the client why.</summary>
    public const string ReasonHeader = "AppHost-Reason";

    /// <summary>Sets status and headers; the body stays empty.</summary>
    public void Write(IFeatureCollection features, RejectReason reason)
    {
        IHttpResponseFeature response = features.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = status;
        int seconds = Random.Shared.Next(retryAfterMin, retryAfterMax + 1);
        IHeaderDictionary headers = response.Headers;
        headers[HeaderNames.RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture);
        headers[ReasonHeader] = NameOf(reason);
        headers.ContentLength = 0;
    }

    /// <summary>The reason as clients, logs and metrics name it.</summary>
    public static string NameOf(RejectReason reason) => reason switch
    {
        RejectReason.QueueFull => "queue-full",
        RejectReason.QueueTimeout => "queue-timeout",
        RejectReason.Discarded => "discarded",
        RejectReason.ClientGone => "client-gone",
        RejectReason.Stopping => "stopping",
        RejectReason.RateLimit => "rate-limit",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
