using System.Buffers;
using System.Text;

namespace Shop;

/// <summary>
/// A text that leaves when the request has ended, in one piece with the head: a client that has its answer knows that the slot is free.
/// </summary>
internal sealed class TextAnswer(string text) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        httpContext.Response.ContentType = "text/plain";
        httpContext.Response.ContentLength = bytes.Length;
        httpContext.Response.BodyWriter.Write(bytes);
        return Task.CompletedTask;
    }
}
