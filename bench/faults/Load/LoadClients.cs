using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AppHost.Faults.Load;

/// <summary>A mix of clients that ask until they are told to stop. They are to find gaps, not to fill the machine.</summary>
/// <param name="pause">The mean time that a client waits between two requests; null: 0 to 400 ms on a kept connection, else 0 to 50.</param>
internal sealed class LoadClients(TimeSpan? pause = null) : IAsyncDisposable
{
    /// <summary>How many clients <see cref="AddAll"/> starts.</summary>
    public const int Mix = 24;

    private const int UploadPieces = 16;

    private static readonly byte[] Piece = new byte[4 << 10];

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<RequestResult> _results = new();
    private readonly List<Task> _clients = [];
    private int _last;

    /// <summary>Everything that has ended.</summary>
    public IReadOnlyCollection<RequestResult> Results => _results;

    public IReadOnlyList<RequestResult> Failures => [.. _results.Where(result => result.Failure is not null)];

    /// <summary>Starts clients of one kind.</summary>
    public void Add(ClientKind kind, int count, EndPoint endPoint)
    {
        for (int i = 0; i < count; i++)
        {
            int seed = _clients.Count;
            _clients.Add(Task.Run(() => RunAsync(kind, endPoint, new Random(seed))));
        }
    }

    /// <summary>The mix of the reload scenario.</summary>
    public void AddAll(EndPoint tcp, EndPoint unix)
    {
        Add(ClientKind.KeepAlive, 12, tcp);
        Add(ClientKind.Fresh, 3, tcp);
        Add(ClientKind.SlowUpload, 2, tcp);
        Add(ClientKind.Streaming, 2, tcp);
        Add(ClientKind.KeepAlive, 4, unix);
        Add(ClientKind.Fresh, 1, unix);
    }

    /// <summary>Lets the clients end their requests.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(ClientKind kind, EndPoint endPoint, Random random)
    {
        ClientConnection? connection = null;
        while (!_stop.IsCancellationRequested)
        {
            connection = await RequestAsync(kind, endPoint, connection, random);
            if (kind is ClientKind.Fresh)
            {
                connection?.Dispose();
                connection = null;
            }

            int most = pause is { } mean ? (int)(2 * mean.TotalMilliseconds) : kind is ClientKind.KeepAlive ? 400 : 50;
            await Task.Delay(random.Next(most), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        connection?.Dispose();
    }

    /// <summary>One request, on a new connection if there is none.</summary>
    /// <returns>The connection, if it can be used again.</returns>
    private async Task<ClientConnection?> RequestAsync(ClientKind kind, EndPoint endPoint, ClientConnection? connection, Random random)
    {
        string path = kind switch
        {
            ClientKind.SlowUpload => "/upload",
            ClientKind.Streaming => "/stream?chunks=20&ms=50",
            _ => random.Next(2) == 0 ? "/" : "/sleep?ms=50",
        };
        string id = string.Create(CultureInfo.InvariantCulture, $"r{Interlocked.Increment(ref _last)}");
        long started = Stopwatch.GetTimestamp();
        long answeredBefore = connection?.AnsweredAt ?? 0;
        bool connected = connection is not null;
        string? failure;
        try
        {
            connection ??= await ClientConnection.ConnectAsync(endPoint);
            connected = true;
            connection.Begin();
            await SendAsync(connection, kind, path, id);
            (int status, bool closes) = await connection.ReceiveAsync();
            failure = status == 200 ? null : $"status {status}";
            Note(failure, connection.Worker);
            if (failure is null && !closes) return connection;
        }
        catch (Exception exception) when (exception is SocketException or EndOfStreamException)
        {
            failure = exception is SocketException socket ? socket.SocketErrorCode.ToString() : "closed";
            string when = !connected ? "while connecting" : connection!.Received > 0 ? "amid the answer" : "before the answer";
            Note($"{failure} {when}", connection?.Worker);
        }

        connection?.Dispose();
        return null;

        void Note(string? problem, int? worker) =>
            _results.Enqueue(new RequestResult(kind, path, id, worker, answeredBefore, started, Stopwatch.GetTimestamp(), problem));
    }

    private static async Task SendAsync(ClientConnection connection, ClientKind kind, string path, string id)
    {
        if (kind is not ClientKind.SlowUpload)
        {
            await connection.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: faults\r\nX-Request-Id: {id}\r\n\r\n"));
            return;
        }

        await connection.SendAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: faults\r\nX-Request-Id: {id}\r\nContent-Length: {UploadPieces * Piece.Length}\r\n\r\n"));
        for (int i = 0; i < UploadPieces; i++)
        {
            await connection.SendAsync(Piece);
            await Task.Delay(25);
        }
    }
}
