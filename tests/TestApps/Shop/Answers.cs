using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop;

/// <summary>What several releases answer.</summary>
internal static class Answers
{
    private static readonly string s_process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    public static string Process => s_process;

    /// <summary>A text whose length is known from the start.</summary>
    public static ContentHttpResult Text(string text) => TypedResults.Text(text);

    public static ContentHttpResult ProcessId() => Text(Process);

    /// <summary>The same once the whole body has come.</summary>
    public static async Task<ContentHttpResult> ProcessIdAfterBody(HttpRequest request)
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

    public static ContentHttpResult Log(HttpContext context, ILogger<Program> logger, string text)
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
