using Microsoft.AspNetCore.Http;

namespace AppHost;

/// <summary>What a handler may ask of its deadline.</summary>
public static class RequestDeadlineExtensions
{
    /// <summary>
    /// Gives the request more time before <c>deadline.request</c> ends it; also moves <c>deadline.kill</c>. Thread-safe; may be
    /// called again and again, by a loop that makes progress for one.
    /// </summary>
    /// <param name="context">The request's context, while the handler runs.</param>
    /// <param name="extra">Added to the time that is left; not negative.</param>
    /// <returns>
    /// False if the deadline has passed: the client has its 503 and <c>HttpContext.RequestAborted</c> is cancelled. True also
    /// where no deadline is set.
    /// </returns>
    public static bool ExtendDeadline(this HttpContext context, TimeSpan extra)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(extra, TimeSpan.Zero);
        return context.Features.Get<IRequestDeadline>()?.TryExtend(extra) ?? true;
    }
}
