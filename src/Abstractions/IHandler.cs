using Microsoft.AspNetCore.Http;

namespace AppHost;

/// <summary>
/// Answers requests with code that may block: synchronous database drivers, <c>Thread.Sleep</c>, CPU work.
/// </summary>
/// <remarks>
/// A worker makes one instance and calls it from up to M threads at once (<c>threaded</c>) or from one (<c>sync</c>).
/// Each call owns its thread until it returns, so the number of calls that run at once never exceeds the worker's slots.
/// Synchronous reads and writes of the body are allowed. The worker class <c>async</c> refuses such a handler at boot,
/// because one blocking call would stop every other request of that worker.
/// </remarks>
public interface IHandler
{
    /// <summary>Answers one request. An exception becomes a 500 if nothing was sent yet, else an aborted connection.</summary>
    /// <param name="context">The request and its response; it must not be used after the method has returned.</param>
    void Handle(HttpContext context);
}
