using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AppHost.Load.Engine;

namespace AppHost.Load.Tests.Engine;

/// <summary>A request as the server saw it; the times are monotonic timestamps in nanoseconds.</summary>
/// <param name="Connection">Index of its connection, in order of acceptance.</param>
/// <param name="OnConnection">Index of the request on it.</param>
/// <param name="Text">Its head.</param>
/// <param name="Received">When its head was complete.</param>
internal sealed record SeenRequest(int Connection, int OnConnection, string Text, long Received)
{
    /// <summary>When the server began to answer.</summary>
    public long Answered { get; set; }
}

/// <summary>What the server does about a request.</summary>
/// <param name="Answer">The bytes to send.</param>
/// <param name="Delay">How long to hold them back.</param>
/// <param name="Then">What to do with the connection afterwards.</param>
/// <param name="ByteByByte">Whether every byte is sent on its own.</param>
internal sealed record ServerAction(string Answer, TimeSpan Delay = default, Afterwards Then = Afterwards.Keep, bool ByteByByte = false);

/// <summary>What becomes of a connection.</summary>
internal enum Afterwards
{
    Keep,
    Close,
    Reset,
}

/// <summary>A server on blocking sockets, a thread for each connection, that does with each request what the test says.</summary>
internal sealed class ScriptedServer : IDisposable
{
    public const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly Socket _listener;
    private readonly Func<SeenRequest, ServerAction> _script;
    private readonly ConcurrentBag<Socket> _connections = [];
    private readonly ConcurrentBag<Thread> _threads = [];
    private readonly ManualResetEvent _stopped = new(false);
    private readonly string? _path;
    private int _accepted;

    public ScriptedServer(Func<SeenRequest, ServerAction> script, string? unixPath = null)
    {
        (_script, _path) = (script, unixPath);
        _listener = unixPath is null
            ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(unixPath is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(unixPath));
        _listener.Listen(512);
        Target = unixPath is null
            ? new Target(_listener.LocalEndPoint!, $"http://{_listener.LocalEndPoint}", $"{_listener.LocalEndPoint}")
            : new Target(new UnixDomainSocketEndPoint(unixPath), "unix:" + unixPath, "localhost");
        Start(Accept);
    }

    public Target Target { get; }

    public ConcurrentQueue<SeenRequest> Seen { get; } = [];

    public void Dispose()
    {
        _stopped.Set();
        _listener.Dispose();
        foreach (var connection in _connections)
            connection.Dispose();
        foreach (var thread in _threads)
            thread.Join();
        _stopped.Dispose();
        if (_path is not null)
            File.Delete(_path);
    }

    private void Start(Action run)
    {
        var thread = new Thread(() =>
        {
            try
            {
                run();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The client or the end of the test closed it.
            }
        }, 256 * 1024)
        { IsBackground = true };
        _threads.Add(thread);
        thread.Start();
    }

    private void Accept()
    {
        while (true)
        {
            var connection = _listener.Accept();
            _connections.Add(connection);
            var index = _accepted++;
            Start(() => Serve(connection, index));
        }
    }

    private void Serve(Socket connection, int index)
    {
        var buffer = new byte[64 * 1024];
        for (var number = 0; ; number++)
        {
            var head = new StringBuilder();
            while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var read = connection.Receive(buffer);
                if (read == 0)
                {
                    connection.Dispose();
                    return;
                }
                head.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
            var seen = new SeenRequest(index, number, head.ToString(), MonotonicClock.Now);
            Seen.Enqueue(seen);
            var action = _script(seen);
            if (action.Delay != TimeSpan.Zero && _stopped.WaitOne(action.Delay))
                return;
            seen.Answered = MonotonicClock.Now;
            var bytes = Encoding.ASCII.GetBytes(action.Answer);
            for (var sent = 0; sent < bytes.Length;)
                sent += connection.Send(bytes, sent, action.ByteByByte ? 1 : bytes.Length - sent, SocketFlags.None);
            if (action.Then == Afterwards.Keep)
                continue;
            if (action.Then == Afterwards.Reset)
                connection.LingerState = new LingerOption(true, 0);
            connection.Dispose();
            return;
        }
    }
}
