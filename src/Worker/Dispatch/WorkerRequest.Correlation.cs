using AppHost.Worker.AccessLog;
using AppHost.Worker.Scoreboard;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.Dispatch;

/// <content>How a request is found again: its id, and its line in the access log.</content>
internal sealed partial class WorkerRequest<TContext> : IHttpRequestIdentifierFeature
{
    private long _endedAt;
    private bool _isLate;
    private RejectReason? _rejected;
    private RequestScope? _scope;
    private IHttpRequestIdentifierFeature? _identifier;
    private string? _traceIdentifier;

    /// <summary>The id by which it is followed; <c>HttpContext.TraceIdentifier</c>, unless the app sets another there.</summary>
    string IHttpRequestIdentifierFeature.TraceIdentifier
    {
        get => _traceIdentifier ?? _scope!.Id;
        set => _traceIdentifier = value;
    }

    /// <summary>The feature that the app has set, or this.</summary>
    private IHttpRequestIdentifierFeature Identifier => _identifier ?? this;

    /// <summary><see cref="ArrivedAt"/> on the clock of the scoreboard.</summary>
    private long Arrived => ArrivedAt * (1_000_000_000 / _services.TimeProvider.TimestampFrequency);

    /// <summary>What the access log says of it; after the response has been sent.</summary>
    public AccessLogEntry ToLogEntry()
    {
        long now = MonotonicClock.Nanoseconds;
        // One whose body never came did not arrive; one that was refused waited for nothing.
        long arrived = ArrivedAt == 0 ? now : Arrived;
        bool ran = _startedAt != 0;
        return new AccessLogEntry(
            _inner, (ran ? _startedAt : now) - arrived, ran ? _endedAt - _startedAt : 0, now - arrived, ran ? _scope : null, _rejected)
        {
            DeadlineStatus = ran && _isLate ? _services.DeadlineAnswer.Status : null,
        };
    }

    private void ResetCorrelation()
    {
        if (_isLate) _scope = null;
        _identifier = null;
        _traceIdentifier = null;
        _isLate = false;
        _startedAt = 0;
        _endedAt = 0;
        _rejected = null;
        ArrivedAt = 0;
    }
}
