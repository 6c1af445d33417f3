using System.Globalization;
using AppHost;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AsyncHello;

public sealed partial class AsyncHelloHandler(ILogger<AsyncHelloHandler> logger) : IAsyncHandler
{
    private readonly ILogger _logger = logger;

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
            "/thread-of-body" => ThreadBeforeAndAfterBody(context),
            "/counters" => context.Response.WriteAsync($"requests={_requests} in-flight={_inFlight} most={_mostInFlight}"),
            "/throw" => throw new InvalidOperationException("thrown as asked"),
            "/throw-later" => ThrowLater(),
            "/throw-late" => ThrowLate(context),
            "/throw-in-body" => ThrowInBody(context),
            "/block" => Block(context),
            "/echo" => Echo(context),
            "/log" => Log(context),
            "/pid" => context.Response.WriteAsync(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)),
            _ => NotFound(context),
        };
    }

    private async Task Log(HttpContext context)
    {
        await Task.Delay(1);
        string? text = context.Request.Query["text"];
        LogText(text);
        await context.Response.WriteAsync(context.TraceIdentifier);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "logged: {Text}")]
    private partial void LogText(string? text);

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

    private static async Task ThreadBeforeAndAfterBody(HttpContext context)
    {
        var before = Environment.CurrentManagedThreadId;
        await context.Request.Body.CopyToAsync(Stream.Null);
        var afterRead = Environment.CurrentManagedThreadId;
        await context.Response.WriteAsync($"{before} {afterRead}");
        await context.Response.Body.FlushAsync();
        await context.Response.WriteAsync($" {Environment.CurrentManagedThreadId}");
    }

    private static async Task ThrowLater()
    {
        await Task.Yield();
        throw new InvalidOperationException("thrown as asked");
    }

    private static async Task ThrowLate(HttpContext context)
    {
        await context.Response.WriteAsync("half of an ans");
        await context.Response.Body.FlushAsync();
        throw new InvalidOperationException("thrown after the response had started");
    }

    private static async Task ThrowInBody(HttpContext context)
    {
        await context.Request.Body.ReadExactlyAsync(new byte[1]);
        throw new InvalidOperationException("thrown with most of the body unread");
    }

    // What an async handler must not do.
    private static Task Block(HttpContext context)
    {
        Thread.Sleep(Milliseconds(context.Request));
        return context.Response.WriteAsync("blocked");
    }

    private static Task Echo(HttpContext context)
    {
        context.Response.ContentLength = context.Request.ContentLength;
        return context.Request.Body.CopyToAsync(context.Response.Body);
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static int Milliseconds(HttpRequest request) => int.Parse(request.Query["ms"].ToString(), CultureInfo.InvariantCulture);
}
