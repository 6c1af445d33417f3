using System.Buffers.Binary;
using System.Text;

namespace WebFeatures;

/// <summary>
/// gRPC as it goes over HTTP/2 (github.com/grpc/grpc, PROTOCOL-HTTP2): frames of a flag, a length and a message; the outcome in the
/// trailers. The messages are one string in field 1, so that no generated code is needed. Needs an end point with HTTP/2.
/// </summary>
internal static class Greeter
{
    public static void MapGreeter(this IEndpointRouteBuilder app)
    {
        app.MapPost("/shop.Greeter/SayHello", SayHelloAsync);
        app.MapPost("/shop.Greeter/Count", CountAsync);
        app.MapPost("/shop.Greeter/Chat", ChatAsync);
    }

    /// <summary>One message, one answer.</summary>
    private static async Task SayHelloAsync(HttpContext context)
    {
        Begin(context.Response);
        string? name = await ReadAsync(context.Request.Body);
        await WriteAsync(context.Response, $"Hello {name} from {Environment.ProcessId}");
        End(context.Response);
    }

    /// <summary>One message, a stream of answers: as many as the message says, 10 ms apart.</summary>
    private static async Task CountAsync(HttpContext context)
    {
        Begin(context.Response);
        int to = int.Parse(await ReadAsync(context.Request.Body) ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        for (int i = 1; i <= to; i++)
        {
            await WriteAsync(context.Response, $"{i} {Environment.ProcessId}");
            await Task.Delay(10, context.RequestAborted);
        }

        End(context.Response);
    }

    /// <summary>An answer to each message as it comes, until the client has no more.</summary>
    private static async Task ChatAsync(HttpContext context)
    {
        Begin(context.Response);
        while (await ReadAsync(context.Request.Body) is { } text) await WriteAsync(context.Response, $"{text} {Environment.ProcessId}");
        End(context.Response);
    }

    private static void Begin(HttpResponse response)
    {
        response.ContentType = "application/grpc";
        response.DeclareTrailer("grpc-status");
    }

    private static void End(HttpResponse response) => response.AppendTrailer("grpc-status", "0");

    private static async Task<string?> ReadAsync(Stream body)
    {
        byte[] head = new byte[5];
        if (await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false) < head.Length) return null;
        byte[] message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        await body.ReadExactlyAsync(message);
        // Field 1, length-delimited; the texts here are shorter than 128 bytes, so that their length is one byte.
        return message is [0x0A, var length, ..] && length == message.Length - 2 ? Encoding.UTF8.GetString(message, 2, length) : "";
    }

    private static async Task WriteAsync(HttpResponse response, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte[] frame = [0, 0, 0, 0, (byte)(bytes.Length + 2), 0x0A, (byte)bytes.Length, .. bytes];
        await response.Body.WriteAsync(frame);
        await response.Body.FlushAsync();
    }
}
