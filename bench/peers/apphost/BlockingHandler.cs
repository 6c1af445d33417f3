using System.Globalization;
using System.Text;
using AppHost;
using Microsoft.AspNetCore.Http;

namespace BenchHandlers;

/// <summary>For the worker classes sync and threaded.</summary>
public sealed class BlockingHandler : IHandler
{
    public void Handle(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/":
                Write(context.Response, Answers.HelloWorld);
                break;
            case "/sleep":
                Thread.Sleep(Answers.Number(context.Request, "ms", 50));
                Write(context.Response, Answers.HelloWorld);
                break;
            case "/cpu":
                ThreadCpuTime.Spend(TimeSpan.FromMilliseconds(Answers.Number(context.Request, "ms", 20)));
                Write(context.Response, Answers.HelloWorld);
                break;
            case "/download":
                Download(context);
                break;
            case "/upload":
                Upload(context);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static void Write(HttpResponse response, byte[] text)
    {
        Answers.Begin(response, text.Length);
        response.Body.Write(text, 0, text.Length);
    }

    private static void Download(HttpContext context)
    {
        var left = Answers.Number(context.Request, "bytes", 10 * 1024 * 1024);
        Answers.Begin(context.Response, left);
        for (; left > 0; left -= Answers.Block.Length)
        {
            context.Response.Body.Write(Answers.Block, 0, Math.Min(left, Answers.Block.Length));
        }
    }

    private static void Upload(HttpContext context)
    {
        var buffer = new byte[64 * 1024];
        long total = 0;
        for (int read; (read = context.Request.Body.Read(buffer, 0, buffer.Length)) > 0;)
        {
            total += read;
        }

        Write(context.Response, Encoding.ASCII.GetBytes(total.ToString(CultureInfo.InvariantCulture)));
    }
}
