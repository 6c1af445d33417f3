using System.Collections;
using AppHost.Worker.Dispatch.Responses;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.Dispatch;

/// <content>The features that the app sees: Kestrel's, but for the few that must know of the end of the request.</content>
internal sealed partial class WorkerRequest<TContext> : IHttpRequestLifetimeFeature, IRequestDeadline
{
    private GuardedBody? _body;
    private CancellationTokenSource? _aborted;
    private CancellationToken? _replacedToken;
    private bool _lifetimeReplaced;
    private bool _bodyReplaced;

    /// <summary>The abort of a whole HTTP/1.1 connection is Kestrel's only way to cancel its token; the deadline needs one without.</summary>
    private bool OwnsLifetime => _guard is not null && _times.Request > 0 && !_lifetimeReplaced;

    private bool OwnsBody => _services.BuffersBody && !_bodyReplaced;

    bool IFeatureCollection.IsReadOnly => _inner.IsReadOnly;

    int IFeatureCollection.Revision => _inner.Revision;

    CancellationToken IHttpRequestLifetimeFeature.RequestAborted
    {
        get => _replacedToken ?? AbortedSource().Token;
        set => _replacedToken = value;
    }

    object? IFeatureCollection.this[Type key]
    {
        get
        {
            if (key == typeof(IHttpRequestLifetimeFeature) && OwnsLifetime) return this;
            if (key == typeof(IHttpResponseBodyFeature) && OwnsBody) return Body();
            if (key == typeof(IHttpRequestIdentifierFeature)) return Identifier;
            return key == typeof(IRequestDeadline) ? Deadline : _inner[key];
        }

        set
        {
            if (key == typeof(IHttpRequestLifetimeFeature)) _lifetimeReplaced = true;
            if (key == typeof(IHttpResponseBodyFeature)) _bodyReplaced = true;
            if (key == typeof(IHttpRequestIdentifierFeature)) _identifier = (IHttpRequestIdentifierFeature?)value;
            else _inner[key] = value;
        }
    }

    TFeature? IFeatureCollection.Get<TFeature>() where TFeature : default
    {
        if (typeof(TFeature) == typeof(IHttpRequestLifetimeFeature) && OwnsLifetime) return (TFeature)(object)this;
        if (typeof(TFeature) == typeof(IHttpResponseBodyFeature) && OwnsBody) return (TFeature?)(object?)Body();
        if (typeof(TFeature) == typeof(IHttpRequestIdentifierFeature)) return (TFeature?)Identifier;
        return typeof(TFeature) == typeof(IRequestDeadline) ? (TFeature?)Deadline : _inner.Get<TFeature>();
    }

    void IFeatureCollection.Set<TFeature>(TFeature? instance) where TFeature : default
    {
        if (typeof(TFeature) == typeof(IHttpRequestLifetimeFeature)) _lifetimeReplaced = true;
        if (typeof(TFeature) == typeof(IHttpResponseBodyFeature)) _bodyReplaced = true;
        if (typeof(TFeature) == typeof(IHttpRequestIdentifierFeature)) _identifier = (IHttpRequestIdentifierFeature?)instance;
        else _inner.Set(instance);
    }

    IEnumerator<KeyValuePair<Type, object>> IEnumerable<KeyValuePair<Type, object>>.GetEnumerator() => _inner.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _inner.GetEnumerator();

    void IHttpRequestLifetimeFeature.Abort() => _inner.Get<IHttpRequestLifetimeFeature>()?.Abort();

    private object? Deadline => _times.Request > 0 ? this : null;

    private void ResetFeatures()
    {
        _body = null;
        _replacedToken = null;
        _lifetimeReplaced = false;
        _bodyReplaced = false;
        ForgetToken();
    }

    private GuardedBody? Body()
    {
        if (_body is { } body) return body;
        return _inner.Get<IHttpResponseBodyFeature>() is { } inner ? _body = new GuardedBody(inner) : null;
    }

    private CancellationTokenSource AbortedSource()
    {
        if (Volatile.Read(ref _aborted) is { } made) return made;
        CancellationToken kestrels = _inner.Get<IHttpRequestLifetimeFeature>()?.RequestAborted ?? default;
        var source = CancellationTokenSource.CreateLinkedTokenSource(kestrels);
        if (Interlocked.CompareExchange(ref _aborted, source, null) is { } other)
        {
            source.Dispose();
            return other;
        }

        // The deadline may have looked for it just before it was there.
        if (IsAnsweredByDeadline) source.Cancel();
        return source;
    }

    /// <summary>Cancels the app's token; its callbacks are the app's and must not hold up the watch.</summary>
    private void CancelApp()
    {
        if (Volatile.Read(ref _aborted) is not { } source) return;
        ThreadPool.UnsafeQueueUserWorkItem(
            static source =>
            {
                try
                {
                    source.Cancel();
                }
                catch (Exception exception) when (exception is AggregateException or ObjectDisposedException)
                {
                    // Thrown by the app's callbacks, each of which has run; or the request has ended meanwhile.
                }
            },
            source,
            preferLocal: false);
    }

    private void ForgetToken()
    {
        // Ends its link to Kestrel's token, which may live as long as the connection.
        _aborted?.Dispose();
        _aborted = null;
    }
}
