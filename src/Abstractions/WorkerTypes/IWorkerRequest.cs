using Microsoft.AspNetCore.Http.Features;

namespace AppHost;

/// <summary>
/// One request on its way through a worker class. It waits until one of <see cref="Run"/>, <see cref="RunAsync"/> or
/// <see cref="RejectAsync"/> is called; a second call throws <see cref="InvalidOperationException"/>.
/// </summary>
public interface IWorkerRequest
{
    /// <summary>The request's HTTP features: method, path, headers, connection.</summary>
    IFeatureCollection Features { get; }

    /// <summary>
    /// When the request was handed to the worker class, as a <see cref="TimeProvider.GetTimestamp"/> of
    /// <see cref="WorkerTypeContext.TimeProvider"/>.
    /// </summary>
    long ArrivedAt { get; }

    /// <summary>
    /// Where it stands among those that wait: above 0 before, below 0 after the others. 0 unless a class of requests
    /// (<c>classes</c> in the configuration) says otherwise.
    /// </summary>
    int Priority => 0;

    /// <summary>True once the client has gone: running the request would be work for nobody.</summary>
    bool IsAborted { get; }

    /// <summary>
    /// Runs a blocking handler to its end on the calling thread. Exceptions of the handler are taken care of.
    /// Only for apps whose <see cref="WorkerTypeContext.AppBlocks"/> is true.
    /// </summary>
    void Run();

    /// <summary>
    /// Starts the app's code on the calling thread; a blocking handler has ended when the method returns.
    /// </summary>
    /// <returns>A task that completes when the app is done; it never faults.</returns>
    Task RunAsync();

    /// <summary>
    /// True once the response has become a stream (an upgrade, <c>text/event-stream</c>, gRPC) that holds no slot: it may last
    /// for hours. A worker class that does not look here keeps the slot taken to the end of the stream.
    /// </summary>
    bool IsStreaming => false;

    /// <summary>Asks to be told once when <see cref="IsStreaming"/> becomes true. To be called before the request is run.</summary>
    /// <param name="callback">Called on the thread that writes the response; must not block. The slot may be given away in it.</param>
    /// <param name="state">Passed to the callback.</param>
    void WhenStreaming(Action<object?> callback, object? state)
    {
    }

    /// <summary>Answers for the app: 503 with <c>Retry-After</c>, or nothing if the client has gone.</summary>
    /// <param name="reason">Why; counted, and told to the client in a header.</param>
    /// <returns>A task that completes when the answer is written; it never faults.</returns>
    Task RejectAsync(RejectReason reason);
}
