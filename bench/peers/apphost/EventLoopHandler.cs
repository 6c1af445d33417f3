using System.Globalization;
using System.Text;
using AppHost;
using Microsoft.AspNetCore.Http;

namespace BenchHandlers;

/// <summary>For the worker class async: /sleep waits without a thread, /cpu blocks the loop.</summary>
public sealed class EventLoopHandler : IAsyncHandler
{
    public Task HandleAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/" => Write(context.Response, Answers.HelloWorld),
        "/sleep" => Sleep(context),
        "/cpu" => Compute(context),
        "/download" => Download(context),
        "/upload" => Upload(context),
        _ => NotFound(context.Response),
    };

    private static Task Write(HttpResponse response, byte[] text)
    {
        Answers.Begin(response, text.Length);
        return response.Body.WriteAsync(text, 0, text.Length);
    }

    private static async Task Sleep(HttpContext context)
    {
        await Task.Delay(Answers.Number(context.Request, "ms", 50), context.RequestAborted);
        await Write(context.Response, Answers.HelloWorld);
    }

    private static Task Compute(HttpContext context)
    {
        ThreadCpuTime.Spend(TimeSpan.FromMilliseconds(Answers.Number(context.Request, "ms", 20)));
        return Write(context.Response, Answers.HelloWorld);
    }

    private static async Task Download(HttpContext context)
    {
        var left = Answers.Number(context.Request, "bytes", 10 * 1024 * 1024);
        Answers.Begin(context.Response, left);
        for (; left > 0; left -= Answers.Block.Length)
        {
            await context.Response.Body.WriteAsync(Answers.Block.AsMemory(0, Math.Min(left, Answers.Block.Length)));
        }
    }

    private static async Task Upload(HttpContext context)
    {
        var buffer = new byte[64 * 1024];
        long total = 0;
        for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0;)
        {
            total += read;
        }

        await Write(context.Response, Encoding.ASCII.GetBytes(total.ToString(CultureInfo.InvariantCulture)));
    }

    private static Task NotFound(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
