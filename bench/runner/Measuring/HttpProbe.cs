using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AppHost.Bench.Measuring;

/// <summary>One small request, for readiness and for connections that stay open.</summary>
internal static class HttpProbe
{
    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Sends one request on a new connection and leaves it open after the answer.</summary>
    /// <returns>The connection, or null if the answer is not a 200 or does not come.</returns>
    public static async Task<Socket?> OpenAsync(int port, string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(5));
            await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"), patience.Token);
            var buffer = new byte[4096];
            var length = 0;
            // All that servers answer here is small and has the 13 bytes; Kestrel sends them as a chunk, with its end behind them.
            while (!IsComplete(buffer.AsSpan(0, length)))
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
                if (read == 0 || (length += read) == buffer.Length)
                    break;
            }
            if (buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8))
                return socket;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
        socket.Dispose();
        return null;
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer) =>
        answer.EndsWith("Hello, World!"u8) || (answer.EndsWith("0\r\n\r\n"u8) && answer.IndexOf("Hello, World!"u8) >= 0);
}
