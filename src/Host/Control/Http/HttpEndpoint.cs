using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Control.Http;

/// <summary>
/// A small HTTP/1.1 server beside the master's loop, for what is private to the host: one request a connection, bounded in
/// size, time and number of clients. Not Kestrel: that took 17 MB PSS and 60 ms until its first answer, this 7 MB and 20 ms,
/// nearly all of it sockets that the master has anyway. Public HTTP never comes here.
/// </summary>
/// <param name="socket">Listens; owned by the caller, who disposes it after this.</param>
internal sealed partial class HttpEndpoint(Socket socket, IHttpApi api, HttpLimits limits, ILogger<HttpEndpoint> logger) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private readonly SemaphoreSlim _places = new(limits.Clients);
    private readonly CancellationTokenSource _ending = new();
    private Task _accepting = Task.CompletedTask;

    /// <summary>Accepts clients from now on.</summary>
    public void Start() => _accepting = Task.Run(AcceptAsync);

    /// <summary>Accepts no more and waits for clients that are being answered; none of them holds it up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _accepting;
        for (int place = 0; place < limits.Clients; place++) await _places.WaitAsync();
        _places.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                Socket client = await socket.AcceptAsync(_ending.Token);
                _ = ServeAsync(client, hasPlace: _places.Wait(0, CancellationToken.None));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // EMFILE, or a client that left before it was accepted; a pause, lest the former spins.
                LogAcceptFailed(exception.Message);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    private async Task ServeAsync(Socket client, bool hasPlace)
    {
        // Off the accepting task: what follows begins synchronously.
        await Task.Yield();
        try
        {
            using Socket owned = client;
            if (!hasPlace) RefuseAtOnce(client);
            else await ConverseAsync(client);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The client has gone, does not read, or the host ends.
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
        finally
        {
            if (hasPlace) _places.Release();
        }
    }

    /// <summary>One that finds no place does not take time or memory either: a write that fits into the socket's buffer, and the end.</summary>
    private void RefuseAtOnce(Socket client)
    {
        LogTooManyClients(limits.Clients);
        client.Blocking = false;
        client.Send(api.Explain(new HttpRefusal(503, $"there are {limits.Clients} clients already")).ToBytes(withBody: true));
    }

    private async Task ConverseAsync(Socket client)
    {
        HttpCaller caller = client.AddressFamily is AddressFamily.Unix ? new(PeerCredentials.Of(client)) : new(null, client.RemoteEndPoint);
        await using var stream = new NetworkStream(client, ownsSocket: false);
        (HttpReply reply, bool withBody) = await AnswerAsync(client, stream, caller);
        using CancellationTokenSource patience = StartPatience();
        await stream.WriteAsync(reply.ToBytes(withBody), patience.Token);
        await CloseAsync(client, patience);
    }

    private async Task<(HttpReply Reply, bool WithBody)> AnswerAsync(Socket client, NetworkStream stream, HttpCaller caller)
    {
        if (api.Refuse(caller) is { } refusal) return (Refuse(caller, refusal), true);
        HttpRequestReading reading;
        using (CancellationTokenSource patience = StartPatience())
        {
            try
            {
                reading = await HttpRequestReader.ReadAsync(stream, limits, patience.Token);
            }
            catch (OperationCanceledException) when (!_ending.IsCancellationRequested)
            {
                reading = HttpRequestReading.Refused(408, $"the request was not complete after {limits.Patience.TotalSeconds:0.#} s");
            }
        }

        if (reading.Refusal is not null) return (Refuse(caller, reading.Refusal), true);
        // It connected and hung up: a probe whether somebody is here.
        if (reading.Request is not { } request) throw new OperationCanceledException();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        Task<HttpReply> answer = api.AnswerAsync(request, caller, gone.Token);
        if (!answer.IsCompleted) _ = WatchAsync(client, gone);
        try
        {
            return (await answer, request.Method != "HEAD");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
            return (api.Explain(new HttpRefusal(500, "the host could not answer; its log says why")), true);
        }
        finally
        {
            await gone.CancelAsync();
        }
    }

    private HttpReply Refuse(HttpCaller caller, HttpRefusal refusal)
    {
        LogRefused(caller.ToString(), refusal.Status, refusal.Problem);
        return api.Explain(refusal);
    }

    /// <summary>A request that waits for minutes must not outlive its client.</summary>
    private static async Task WatchAsync(Socket client, CancellationTokenSource gone)
    {
        try
        {
            // The request is complete: all that may come is the end.
            await client.ReceiveAsync(new byte[1], gone.Token);
            await gone.CancelAsync();
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Answered meanwhile, or reset, which the write will see.
        }
    }

    /// <summary>Takes what a refused client still sends: to close with unread bytes resets the connection and loses the answer.</summary>
    private static async Task CloseAsync(Socket client, CancellationTokenSource patience)
    {
        client.Shutdown(SocketShutdown.Send);
        patience.CancelAfter(LingerTime);
        byte[] scrap = new byte[4096];
        while (await client.ReceiveAsync(scrap, patience.Token) > 0)
        {
        }
    }

    private CancellationTokenSource StartPatience()
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        patience.CancelAfter(limits.Patience);
        return patience;
    }
}
