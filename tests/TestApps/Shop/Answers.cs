using System.Globalization;

namespace Shop;

/// <summary>What several releases answer.</summary>
internal static class Answers
{
    private static readonly string s_process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    public static string Process => s_process;

    public static TextAnswer Text(string text) => new(text);

    public static TextAnswer ProcessId() => Text(Process);

    /// <summary>The same once the whole body has come.</summary>
    public static async Task<TextAnswer> ProcessIdAfterBody(HttpRequest request)
    {
        await request.Body.CopyToAsync(Stream.Null);
        return ProcessId();
    }

    public static async Task Echo(HttpContext context)
    {
        context.Response.ContentType = context.Request.ContentType;
        context.Response.ContentLength = context.Request.ContentLength;
        await context.Request.Body.CopyToAsync(context.Response.Body);
    }

    public static TextAnswer Log(HttpContext context, ILogger<Program> logger, string text)
    {
        Lines.LogText(logger, text);
        return Text(context.TraceIdentifier);
    }

    /// <summary>Answers and flushes: the client has it now.</summary>
    public static async Task WriteAndFlushAsync(HttpResponse response, string text)
    {
        await response.WriteAsync(text);
        await response.Body.FlushAsync();
    }

    /// <summary>Blocks until the file is there.</summary>
    public static void WaitFor(string file)
    {
        while (!File.Exists(file)) Thread.Sleep(5);
    }
}
