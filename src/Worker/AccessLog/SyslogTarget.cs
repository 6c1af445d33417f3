using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace AppHost.Worker.AccessLog;

/// <summary>The system's log: a datagram for each line to its socket, in the form of RFC 3164, facility user, severity info.</summary>
/// <param name="tag">Names the program in the log.</param>
internal sealed class SyslogTarget(string path, string tag, TimeProvider timeProvider) : IAccessLogTarget
{
    /// <summary>Where glibc's syslog(3) sends to.</summary>
    public const string Default = "/dev/log";

    private const int Priority = (1 * 8) + 6;

    private Socket? _socket;

    /// <inheritdoc/>
    public int Write(ReadOnlySpan<byte> lines)
    {
        int lost = 0;
        string head = string.Create(CultureInfo.InvariantCulture,
            $"<{Priority}>{timeProvider.GetLocalNow():MMM} {timeProvider.GetLocalNow().Day,2} {timeProvider.GetLocalNow():HH:mm:ss} {tag}[{Environment.ProcessId}]: ");
        byte[] prefix = Encoding.ASCII.GetBytes(head);
        while (!lines.IsEmpty)
        {
            int end = lines.IndexOf((byte)'\n');
            if (!TrySend([.. prefix, .. lines[..end]])) lost++;
            lines = lines[(end + 1)..];
        }

        return lost;
    }

    public void Dispose() => _socket?.Dispose();

    private bool TrySend(byte[] datagram)
    {
        // A second try with a new socket: the daemon was restarted.
        for (int attempt = 0; attempt < 2; attempt++)
        {
            try
            {
                if (_socket is null)
                {
                    _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
                    _socket.Connect(new UnixDomainSocketEndPoint(path));
                }

                _socket.Send(datagram);
                return true;
            }
            catch (SocketException)
            {
                _socket?.Dispose();
                _socket = null;
            }
        }

        return false;
    }
}
