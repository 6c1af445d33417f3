using System.Globalization;
using AppHost;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Misbehaving;

public sealed class MisbehavingHandler : IHandler
{
    private readonly List<byte[]> _leaked = [];

    public void Handle(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/":
                Write(context, "well so far");
                break;
            case "/throw":
                throw new InvalidOperationException("thrown as asked");
            case "/crash":
                Environment.FailFast("crashed as asked");
                break;
            case "/exit":
                Environment.Exit(Number(context, "code"));
                break;
            case "/hang":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "/leak":
                Leak(Number(context, "mb"));
                Write(context, "leaked");
                break;
            case "/stderr":
                Console.Error.WriteLine(context.Request.Query["text"].ToString());
                Write(context, "written");
                break;
            case "/late-write":
                WriteLate(context);
                break;
            case "/big":
                WriteMegabytes(context, Number(context, "mb"));
                break;
            case "/slow-stream":
                WriteSlowly(context, Number(context, "chunks"), Number(context, "ms"));
                break;
            case "/throw-late":
                Write(context, "half of an ans");
                context.Response.Body.Flush();
                throw new InvalidOperationException("thrown after the response had started");
            case "/throw-in-body":
                context.Request.Body.ReadExactly(new byte[1]);
                throw new InvalidOperationException("thrown with most of the body unread");
            case "/status":
                context.Response.StatusCode = Number(context, "code");
                break;
            case "/services":
                WriteServices(context);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private void Leak(int megabytes)
    {
        var block = new byte[megabytes << 20];
        block.AsSpan().Fill(1); // touched, or the kernel gives no memory for it
        lock (_leaked)
        {
            _leaked.Add(block);
        }
    }

    // Returns and still writes: the answer of the next request must not change.
    private static void WriteLate(HttpContext context)
    {
        var response = context.Response;
        Write(context, "in time");
        ThreadPool.QueueUserWorkItem(_ =>
        {
            Thread.Sleep(50);
            try
            {
                response.Body.Write("LATE"u8);
                response.Body.Flush();
            }
            catch (Exception exception) when (exception is InvalidOperationException or NullReferenceException or IOException)
            {
                // Refused, as it should be.
            }
        });
    }

    private static void WriteMegabytes(HttpContext context, int megabytes)
    {
        var chunk = new byte[64 << 10];
        for (var i = 0; i < megabytes * 16; i++)
        {
            context.Response.Body.Write(chunk);
        }
    }

    private static void WriteSlowly(HttpContext context, int chunks, int milliseconds)
    {
        for (var i = 0; i < chunks; i++)
        {
            Write(context, $"chunk {i}\n");
            context.Response.Body.Flush();
            Thread.Sleep(milliseconds);
        }
    }

    // Scoped services come with the request and are disposed after it.
    private static void WriteServices(HttpContext context)
    {
        var first = context.RequestServices.GetRequiredService<UnitOfWork>();
        var second = context.RequestServices.GetRequiredService<UnitOfWork>();
        Write(context, $"same={ReferenceEquals(first, second)} number={first.Number} disposed={UnitOfWork.Disposed}");
    }

    private static void Write(HttpContext context, string text) => context.Response.WriteAsync(text).GetAwaiter().GetResult();

    private static int Number(HttpContext context, string name) =>
        int.Parse(context.Request.Query[name].ToString(), CultureInfo.InvariantCulture);
}
