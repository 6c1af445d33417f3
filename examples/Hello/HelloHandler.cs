using System.Globalization;
using System.Text;
using System.Text.Json;
using AppHost;
using Microsoft.AspNetCore.Http;

namespace Hello;

/// <summary>
/// A handler that may block. A worker makes one and calls it from all its threads, so it keeps no state of its own.
/// </summary>
public sealed class HelloHandler(IWorkerInfo worker) : IHandler
{
    // Encoded once: answering with it allocates nothing.
    private static readonly byte[] HelloWorld = "Hello, World!"u8.ToArray();

    public void Handle(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/":
                WriteText(context.Response, HelloWorld);
                break;
            case "/sleep":
                Thread.Sleep(Milliseconds(context.Request, otherwise: 50));
                WriteText(context.Response, "slept\n");
                break;
            case "/cpu":
                ThreadCpuTime.Spend(TimeSpan.FromMilliseconds(Milliseconds(context.Request, otherwise: 20)));
                WriteText(context.Response, "computed\n");
                break;
            case "/echo":
                Echo(context);
                break;
            case "/pid":
                WriteText(context.Response, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
                break;
            case "/info":
                WriteInfo(context.Response);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                WriteText(context.Response, "not found\n");
                break;
        }
    }

    private static void WriteText(HttpResponse response, string text) => WriteText(response, Encoding.UTF8.GetBytes(text));

    private static void WriteText(HttpResponse response, byte[] text) => Write(response, "text/plain", text);

    // With the length known from the start, head and body leave in one piece.
    private static void Write(HttpResponse response, string contentType, byte[] body)
    {
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.Body.Write(body, 0, body.Length);
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
        Write(response, "application/json", json);
    }

    private static int Milliseconds(HttpRequest request, int otherwise) =>
        int.TryParse(request.Query["ms"], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
