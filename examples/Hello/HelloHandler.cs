using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AppHost;
using Microsoft.AspNetCore.Http;

namespace Hello;

/// <summary>
/// A handler that may block. A worker makes one and calls it from all its threads, so it keeps no state of its own.
/// </summary>
public sealed class HelloHandler(IWorkerInfo worker) : IHandler
{
    public void Handle(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/":
                WriteText(context.Response, "Hello, World!"u8);
                break;
            case "/sleep":
                Thread.Sleep(Milliseconds(context.Request, otherwise: 50));
                WriteText(context.Response, "slept\n"u8);
                break;
            case "/cpu":
                ThreadCpuTime.Spend(TimeSpan.FromMilliseconds(Milliseconds(context.Request, otherwise: 20)));
                WriteText(context.Response, "computed\n"u8);
                break;
            case "/echo":
                Echo(context);
                break;
            case "/pid":
                WriteNumber(context.Response, Environment.ProcessId);
                break;
            case "/info":
                WriteInfo(context.Response);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                WriteText(context.Response, "not found\n"u8);
                break;
        }
    }

    // The body writer hands out the server's own buffer: nothing is allocated and nothing waits for the client here.
    private static void WriteText(HttpResponse response, ReadOnlySpan<byte> text)
    {
        response.ContentType = "text/plain";
        response.ContentLength = text.Length;
        response.BodyWriter.Write(text);
    }

    private static void WriteNumber(HttpResponse response, int number)
    {
        Span<byte> digits = stackalloc byte[11];
        number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        WriteText(response, digits[..length]);
    }

    // A blocking handler may read and write synchronously; the body never has to fit into memory.
    private static void Echo(HttpContext context)
    {
        context.Response.ContentType = context.Request.ContentType;
        context.Response.ContentLength = context.Request.ContentLength;
        context.Request.Body.CopyTo(context.Response.Body);
    }

    private void WriteInfo(HttpResponse response)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            workerId = worker.WorkerId,
            generation = worker.Generation,
            workerClass = worker.WorkerClass,
            thread = Thread.CurrentThread.Name,
            pid = Environment.ProcessId,
        });
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        response.Body.Write(json);
    }

    private static int Milliseconds(HttpRequest request, int otherwise) =>
        int.TryParse(request.Query["ms"], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
