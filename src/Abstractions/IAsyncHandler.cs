using Microsoft.AspNetCore.Http;

namespace AppHost;

/// <summary>
/// Answers requests with code that awaits and never blocks.
/// </summary>
/// <remarks>
/// A worker makes one instance. Under the worker class <c>async</c> every call, and every continuation after an
/// <c>await</c>, runs on the worker's one event loop thread, so state kept in the instance needs no lock. Under
/// <c>threaded</c> and <c>sync</c> calls run on the .NET thread pool and the worker's slots bound how many are in flight.
/// </remarks>
public interface IAsyncHandler
{
    /// <summary>Answers one request. A faulted task becomes a 500 if nothing was sent yet, else an aborted connection.</summary>
    /// <param name="context">The request and its response; it must not be used after the returned task has completed.</param>
    /// <returns>A task that completes when the response is written.</returns>
    Task HandleAsync(HttpContext context);
}
