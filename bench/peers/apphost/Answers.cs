using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace BenchHandlers;

/// <summary>What both handlers answer with.</summary>
internal static class Answers
{
    /// <summary>The 13 bytes that every server of the comparison answers with; encoded once.</summary>
    public static readonly byte[] HelloWorld = "Hello, World!"u8.ToArray();

    /// <summary>What downloads are made of.</summary>
    public static readonly byte[] Block = new byte[64 * 1024];

    /// <summary>Head of a plain text of known length, so that head and body leave in one piece.</summary>
    public static void Begin(HttpResponse response, long length)
    {
        response.ContentType = "text/plain";
        response.ContentLength = length;
    }

    /// <summary>A number of the query, such as the 50 of <c>?ms=50</c>.</summary>
    public static int Number(HttpRequest request, string name, int otherwise) =>
        int.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
