using System.Runtime.InteropServices;
using System.Text;

namespace AppHost.Load.Http;

/// <summary>The complete bytes of the request to one path, built once, at an address that never moves.</summary>
internal sealed unsafe class RequestBytes
{
    private readonly byte[] _bytes;

    /// <param name="method">The method, as sent.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="host">Value of Host, unless <paramref name="headers"/> have one.</param>
    /// <param name="headers">Further fields, each <c>Name: value</c>.</param>
    /// <param name="bodyBytes">Size of the body.</param>
    /// <param name="close">Whether to ask the server to close the connection after its answer.</param>
    public RequestBytes(string method, string path, string host, IReadOnlyList<string> headers, int bodyBytes, bool close)
    {
        var head = new StringBuilder().Append(method).Append(' ').Append(path).Append(" HTTP/1.1\r\n");
        if (!headers.Any(field => field.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)))
            head.Append("Host: ").Append(host).Append("\r\n");
        foreach (var field in headers)
            head.Append(field).Append("\r\n");
        // RFC 9110 8.6: a method that expects a body announces even an empty one.
        if (bodyBytes > 0 || method is "POST" or "PUT" or "PATCH")
            head.Append("Content-Length: ").Append(bodyBytes).Append("\r\n");
        if (close)
            head.Append("Connection: close\r\n");
        head.Append("\r\n");
        var headBytes = Encoding.UTF8.GetBytes(head.ToString());
        _bytes = GC.AllocateUninitializedArray<byte>(headBytes.Length + bodyBytes, pinned: true);
        headBytes.CopyTo(_bytes, 0);
        _bytes.AsSpan(headBytes.Length).Fill((byte)'x');
        Address = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
    }

    /// <summary>The first byte; valid as long as this object lives.</summary>
    public byte* Address { get; }

    /// <summary>How many bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>The same bytes as a span.</summary>
    public ReadOnlySpan<byte> Span => _bytes;
}
