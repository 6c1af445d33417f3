using System.Buffers;
using System.Globalization;
using System.Text;
using AppHost;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Workload;

/// <summary>
/// The kinds of request that a host meets: short, slow, long uploads, streams. With <c>CRASH_AFTER_MS</c> in its
/// configuration it is a release that boots well and dies soon after.
/// </summary>
public sealed class WorkloadHandler : IHandler, IWorkerLifecycle
{
    private readonly int? _crashAfter;
    private readonly byte[] _process = Encoding.UTF8.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    public WorkloadHandler(IConfiguration configuration) =>
        _crashAfter = int.TryParse(configuration["CRASH_AFTER_MS"], CultureInfo.InvariantCulture, out int milliseconds) ? milliseconds : null;

    public Task ReadyAsync(CancellationToken cancellationToken)
    {
        if (_crashAfter is { } milliseconds) _ = CrashAsync(milliseconds);
        return Task.CompletedTask;
    }

    /// <summary>Answers with the id of the process, so that a client knows who was at the other end.</summary>
    public void Handle(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/":
                break;
            case "/sleep":
                Thread.Sleep(Number(context, "ms"));
                break;
            case "/upload":
                context.Request.Body.CopyTo(Stream.Null);
                break;
            case "/stream":
                Trickle(context.Response, Number(context, "chunks"), Number(context, "ms"));
                return;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
        }

        context.Response.ContentLength = _process.Length;
        context.Response.BodyWriter.Write(_process);
    }

    private void Trickle(HttpResponse response, int chunks, int milliseconds)
    {
        for (int i = 0; i < chunks; i++)
        {
            response.Body.Write(_process);
            response.Body.Flush();
            Thread.Sleep(milliseconds);
        }
    }

    private static async Task CrashAsync(int milliseconds)
    {
        await Task.Delay(milliseconds);
        Environment.FailFast("crashed after READY, as configured");
    }

    private static int Number(HttpContext context, string name) =>
        int.Parse(context.Request.Query[name].ToString(), CultureInfo.InvariantCulture);
}
