using System.Globalization;
using AppHost;
using Microsoft.AspNetCore.Http;

namespace AsyncHello;

public sealed class AsyncHelloHandler : IAsyncHandler
{
    // Without a lock: under the worker class async all calls and continuations share one thread.
    private int _requests;
    private int _inFlight;
    private int _mostInFlight;

    public Task HandleAsync(HttpContext context)
    {
        _requests++;
        return context.Request.Path.Value switch
        {
            "/" => context.Response.WriteAsync("Hello, World!"),
            "/delay" => Delay(context),
            "/thread" => ThreadBeforeAndAfter(context),
            "/counters" => context.Response.WriteAsync($"requests={_requests} in-flight={_inFlight} most={_mostInFlight}"),
            "/throw" => throw new InvalidOperationException("thrown as asked"),
            "/block" => Block(context),
            _ => NotFound(context),
        };
    }

    private async Task Delay(HttpContext context)
    {
        _mostInFlight = Math.Max(_mostInFlight, ++_inFlight);
        try
        {
            await Task.Delay(Milliseconds(context.Request), context.RequestAborted);
            await context.Response.WriteAsync("waited");
        }
        finally
        {
            _inFlight--;
        }
    }

    private static async Task ThreadBeforeAndAfter(HttpContext context)
    {
        var before = Environment.CurrentManagedThreadId;
        await Task.Delay(5);
        var afterDelay = Environment.CurrentManagedThreadId;
        await Task.Run(static () => { });
        await context.Response.WriteAsync($"{before} {afterDelay} {Environment.CurrentManagedThreadId}");
    }

    // What an async handler must not do.
    private static Task Block(HttpContext context)
    {
        Thread.Sleep(Milliseconds(context.Request));
        return context.Response.WriteAsync("blocked");
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static int Milliseconds(HttpRequest request) => int.Parse(request.Query["ms"].ToString(), CultureInfo.InvariantCulture);
}
