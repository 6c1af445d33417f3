using System.Buffers;
using System.Globalization;
using System.Text;
using AppHost;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Probe;

/// <summary>Shows a worker from the inside, and keeps its slots busy for exactly as long as a test wants.</summary>
public sealed partial class ProbeHandler : IHandler
{
    private readonly IConfiguration _configuration;
    private readonly IWorkerInfo _worker;
    private readonly ILogger _logger;

    public ProbeHandler(IConfiguration configuration, IWorkerInfo worker, ILogger<ProbeHandler> logger)
    {
        _configuration = configuration;
        _worker = worker;
        _logger = logger;
        if (configuration["FAILS_IN_WORKER"] == worker.WorkerId.ToString(CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException("fails in this worker, as asked");
        }
    }

    public void Handle(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/":
                Write(context, "probe");
                break;
            case "/pid":
                Write(context, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
                break;
            case "/worker":
                Write(context, $"{_worker.WorkerId} {_worker.Generation}");
                break;
            case "/log":
                string text = Text(context, "text");
                LogText(text);
                Write(context, context.TraceIdentifier);
                break;
            case "/hold":
                Hold(context);
                break;
            case "/answer-after":
                WaitFor(Text(context, "file"));
                Write(context, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
                break;
            case "/directory":
                Write(context, Environment.CurrentDirectory);
                break;
            case "/environment":
                Write(context, Environment.GetEnvironmentVariable(Text(context, "name")) ?? "-");
                break;
            case "/configuration":
                Write(context, _configuration[Text(context, "key")] ?? "-");
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "logged: {Text}")]
    private partial void LogText(string text);

    // Nothing leaves before the handler has returned: a client that has its answer knows that the slot is free.
    private static void Write(HttpContext context, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentLength = bytes.Length;
        context.Response.BodyWriter.Write(bytes);
    }

    // The first line tells the client that its request runs now, and where.
    private static void Hold(HttpContext context)
    {
        context.Response.Body.Write(Encoding.UTF8.GetBytes($"{Environment.ProcessId}\n"));
        context.Response.Body.Flush();
        WaitFor(Text(context, "file"));
        context.Response.Body.Write("released"u8);
    }

    private static void WaitFor(string file)
    {
        while (!File.Exists(file)) Thread.Sleep(5);
    }

    private static string Text(HttpContext context, string name) => context.Request.Query[name].ToString();
}
