using AppHost.Worker.Dispatch;
using AppHost.Worker.Dispatch.Responses;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.AccessLog;

/// <summary>One request that was answered, as the access log sees it.</summary>
/// <param name="Features">Of request and response; still those of this request.</param>
/// <param name="QueueTime">Nanoseconds that it waited for a slot.</param>
/// <param name="ServiceTime">Nanoseconds that the app took.</param>
/// <param name="Duration">Nanoseconds from its arrival until the answer was sent.</param>
/// <param name="Scope">Knows its id; null if it did not run.</param>
/// <param name="Rejected">Why it did not run; null if it did.</param>
internal readonly record struct AccessLogEntry(
    IFeatureCollection Features, long QueueTime, long ServiceTime, long Duration, RequestScope? Scope, RejectReason? Rejected)
{
    /// <summary>nginx's status for a client that left before it was answered.</summary>
    private const int ClientLeft = 499;

    /// <summary>What the client got when the deadline of its request passed; null if it did not.</summary>
    public int? DeadlineStatus { get; init; }

    /// <summary>Why the app did not answer, as clients and metrics name it; null if it did.</summary>
    public string? Reason => Rejected is { } reason ? ShedAnswer.NameOf(reason) : DeadlineStatus is null ? null : DeadlineAnswer.Reason;

    // Looked up once: a line asks for them a dozen times.
    public IHttpRequestFeature Request { get; } = Features.GetRequiredFeature<IHttpRequestFeature>();

    public IHttpResponseFeature Response { get; } = Features.GetRequiredFeature<IHttpResponseFeature>();

    public int Status => Rejected is RejectReason.ClientGone ? ClientLeft : DeadlineStatus ?? Response.StatusCode;
}
