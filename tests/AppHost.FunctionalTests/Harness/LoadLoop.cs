using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AppHost.FunctionalTests.Harness;

/// <summary>
/// A few clients that ask for <c>/pid</c> again and again until they are stopped, some on a fresh connection for each request,
/// some on connections that they keep until told <c>Connection: close</c>.
/// </summary>
public sealed class LoadLoop : IAsyncDisposable
{
    // The clients are to find gaps, not to fill the machine.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);

    private readonly EndPoint _endPoint;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<LoadFailure> _failures = [];
    private readonly Task _clients;
    private int _succeeded;

    private LoadLoop(EndPoint endPoint, int fresh, int kept)
    {
        _endPoint = endPoint;
        IEnumerable<Task> clients = Enumerable.Range(0, fresh).Select(_ => Task.Run(FreshAsync))
            .Concat(Enumerable.Range(0, kept).Select(_ => Task.Run(KeptAsync)));
        _clients = Task.WhenAll(clients);
    }

    public int Succeeded => Volatile.Read(ref _succeeded);

    public static LoadLoop Start(EndPoint endPoint, int fresh, int kept) => new(endPoint, fresh, kept);

    /// <summary>Waits until so many more requests have succeeded.</summary>
    public Task SucceedAsync(int more)
    {
        int goal = Succeeded + more;
        return Patience.UntilAsync(() => Succeeded >= goal, $"{more} more requests have succeeded");
    }

    /// <summary>Lets the clients finish their requests.</summary>
    /// <returns>What failed.</returns>
    public async Task<IReadOnlyList<LoadFailure>> StopAsync()
    {
        await _stop.CancelAsync();
        await _clients;
        return _failures;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task FreshAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            (HttpConnection? connection, _) = await RequestAsync(null, null);
            connection?.Dispose();
            await Task.Delay(Pause);
        }
    }

    private async Task KeptAsync()
    {
        HttpConnection? connection = null;
        int? holder = null;
        while (!_stop.IsCancellationRequested)
        {
            (connection, holder) = await RequestAsync(connection, holder);
            await Task.Delay(Pause);
        }

        connection?.Dispose();
    }

    /// <summary>One request, on a new connection if there is none.</summary>
    /// <returns>The connection, if it may be used again, and who is at its other end.</returns>
    private async Task<(HttpConnection? Connection, int? Holder)> RequestAsync(HttpConnection? connection, int? holder)
    {
        long started = Stopwatch.GetTimestamp();
        bool connected = connection is not null;
        try
        {
            connection ??= await HttpConnection.ConnectAsync(_endPoint);
            connected = true;
            HttpReply reply = await connection.GetAsync("/pid");
            if (reply.Status != 200)
            {
                Note(LoadFailureKind.Status, $"{reply.Status} {reply.Headers.GetValueOrDefault("apphost-reason")}");
            }
            else
            {
                Interlocked.Increment(ref _succeeded);
                if (!reply.Closes) return (connection, int.Parse(reply.Body, CultureInfo.InvariantCulture));
            }
        }
        catch (ConnectionClosedException closed)
        {
            Note(closed.Received == 0 ? LoadFailureKind.Closed : LoadFailureKind.Broken, closed.Message);
        }
        catch (SocketException exception)
        {
            Note(connected ? LoadFailureKind.Closed : LoadFailureKind.Refused, exception.Message);
        }

        connection?.Dispose();
        return (null, null);

        void Note(LoadFailureKind kind, string text)
        {
            lock (_failures) _failures.Add(new LoadFailure(kind, holder, started, text));
        }
    }
}
