using System.Runtime.InteropServices;
using AppHost.Load.Connections;
using AppHost.Load.Http;
using AppHost.Load.Statistics;

namespace AppHost.Load.Engine;

/// <summary>
/// Opens connections, sends requests and reads responses without blocking. Each call says how far the request on the connection is:
/// <see cref="RequestOutcome.Pending"/>, or ended. After any end other than an answer the connection is closed. Belongs to one thread.
/// </summary>
internal sealed unsafe class ConnectionIo : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const uint Input = Libc.EpollInput | Libc.EpollPeerClosed;

    private readonly EpollSet _epoll;
    private readonly LoadPlan _plan;
    private readonly RequestBytes[] _requests;
    private readonly byte* _address;
    private readonly byte* _buffer = (byte*)NativeMemory.Alloc(BufferSize);
    private readonly bool _toHead;

    public ConnectionIo(EpollSet epoll, LoadPlan plan)
    {
        (_epoll, _plan, _toHead) = (epoll, plan, plan.Method == "HEAD");
        _requests = [.. plan.Paths.Select(path =>
            new RequestBytes(plan.Method, path.Path, plan.Target.Host, plan.Headers, plan.BodyBytes, close: plan.Fresh))];
        _address = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(plan.Target.Address, 0);
    }

    /// <summary>Where connections and bytes are counted; set before the first request.</summary>
    public RunStatistics? Statistics { get; set; }

    /// <summary>Opens a connection ahead of the run, blocking at most <paramref name="limit"/>. Returns 0 or the error number.</summary>
    public int OpenAhead(Connection connection, TimeSpan limit)
    {
        var descriptor = NewSocket(Libc.SocketStream | Libc.SocketCloseOnExec);
        if (descriptor < 0)
            return Marshal.GetLastPInvokeError();
        // SO_SNDTIMEO bounds connect too (socket(7)). All later calls pass MSG_DONTWAIT, so the descriptor may stay a blocking one.
        var timeout = stackalloc long[] { (long)limit.TotalSeconds, 0 };
        _ = Libc.SetSocketOption(descriptor, Libc.LevelSocket, Libc.SocketSendTimeout, timeout, 16);
        if (Libc.Connect(descriptor, _address, (uint)_plan.Target.Address.Length) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            _ = Libc.Close(descriptor);
            return error;
        }
        connection.Descriptor = descriptor;
        connection.Apply(ConnectionEvent.OpenedAhead);
        Watch(connection, output: false, isNew: true);
        return Libc.ErrorNone;
    }

    /// <summary>Puts the connection's request on it, opening it first when it is closed.</summary>
    public RequestOutcome Begin(Connection connection)
    {
        connection.Sent = 0;
        connection.Response.Begin(_toHead);
        connection.Reused = connection.State == ConnectionState.Idle;
        if (!connection.Reused)
            return Open(connection);
        connection.Apply(ConnectionEvent.Request);
        return Send(connection);
    }

    /// <summary>Opens a closed connection, or tries again after a full backlog.</summary>
    public RequestOutcome Open(Connection connection)
    {
        connection.Apply(ConnectionEvent.Open);
        if (connection.Descriptor < 0)
            connection.Descriptor = NewSocket(Libc.SocketStream | Libc.SocketCloseOnExec | Libc.SocketNonBlocking);
        if (connection.Descriptor < 0)
            return Fail(connection, RequestOutcome.ConnectFailed);
        if (Libc.Connect(connection.Descriptor, _address, (uint)_plan.Target.Address.Length) == 0)
            return Established(connection, isNew: true);
        var error = Marshal.GetLastPInvokeError();
        if (error == Libc.ErrorAgain)
        {
            connection.Apply(ConnectionEvent.BacklogFull);
            return RequestOutcome.Pending;
        }
        if (error != Libc.ErrorInProgress)
            return Fail(connection, OfConnectError(error));
        // Over loopback the handshake is over before connect returns, though it says EINPROGRESS; sending at once saves a turn of the loop.
        var request = _requests[connection.Request.Path];
        var sent = Libc.Send(connection.Descriptor, request.Address, request.Length, Libc.MessageDontWait | Libc.MessageNoSignal);
        if (sent >= 0)
        {
            connection.Sent = (int)sent;
            return Established(connection, isNew: true);
        }
        error = Marshal.GetLastPInvokeError();
        if (error != Libc.ErrorAgain)
            return Fail(connection, OfConnectError(error));
        Watch(connection, output: true, isNew: true);
        return RequestOutcome.Pending;
    }

    /// <summary>Takes what epoll reported. An idle connection that ended is closed and stays without an outcome.</summary>
    public RequestOutcome Ready(Connection connection, uint events)
    {
        if (connection.State == ConnectionState.Idle)
        {
            EndIdle(connection);
            return RequestOutcome.Pending;
        }
        if (connection.State == ConnectionState.Connecting)
        {
            int error;
            uint size = sizeof(int);
            _ = Libc.GetSocketOption(connection.Descriptor, Libc.LevelSocket, Libc.SocketError, &error, &size);
            return error == 0 ? Established(connection, isNew: false) : Fail(connection, OfConnectError(error));
        }
        if ((events & Libc.EpollOutput) != 0 && connection.WatchesOutput)
        {
            var outcome = Send(connection);
            if (outcome != RequestOutcome.Pending)
                return outcome;
        }
        return (events & ~Libc.EpollOutput) != 0 ? Receive(connection) : RequestOutcome.Pending;
    }

    /// <summary>Closes the connection and counts why.</summary>
    public void Close(Connection connection, ConnectionEnd? reason)
    {
        if (connection.Descriptor >= 0)
            _ = Libc.Close(connection.Descriptor);
        if (reason is { } end && !_plan.Fresh)
            Statistics!.ConnectionEnds[(int)end]++;
        connection.Descriptor = -1;
        connection.Generation++;
        connection.WatchesOutput = false;
        connection.Apply(ConnectionEvent.Close);
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.Free(_buffer);

    private int NewSocket(int type)
    {
        var descriptor = Libc.Socket(_plan.Target.Family, type, 0);
        if (descriptor >= 0 && _plan.Target.IsTcp)
        {
            var on = 1;
            _ = Libc.SetSocketOption(descriptor, Libc.LevelTcp, Libc.TcpNoDelay, &on, sizeof(int));
        }
        return descriptor;
    }

    private RequestOutcome Established(Connection connection, bool isNew)
    {
        connection.Apply(ConnectionEvent.Established);
        Statistics!.Opened++;
        if (isNew)
            Watch(connection, output: false, isNew: true);
        return Send(connection);
    }

    private RequestOutcome Send(Connection connection)
    {
        var request = _requests[connection.Request.Path];
        while (connection.Sent < request.Length)
        {
            var sent = Libc.Send(connection.Descriptor, request.Address + connection.Sent, request.Length - connection.Sent,
                Libc.MessageDontWait | Libc.MessageNoSignal);
            if (sent >= 0)
            {
                connection.Sent += (int)sent;
                continue;
            }
            var error = Marshal.GetLastPInvokeError();
            if (error == Libc.ErrorInterrupted)
                continue;
            if (error == Libc.ErrorAgain)
            {
                if (!connection.WatchesOutput)
                    Watch(connection, output: true, isNew: false);
                return RequestOutcome.Pending;
            }
            // The server may have answered before it closed (a 413, a 503): the kernel keeps what came before the reset.
            var outcome = Receive(connection);
            return outcome == RequestOutcome.Pending ? Fail(connection, Broken(connection, isReset: true)) : outcome;
        }
        if (connection.WatchesOutput)
            Watch(connection, output: false, isNew: false);
        return RequestOutcome.Pending;
    }

    private RequestOutcome Receive(Connection connection)
    {
        while (true)
        {
            var received = Libc.Receive(connection.Descriptor, _buffer, BufferSize, Libc.MessageDontWait);
            if (received > 0)
            {
                Statistics!.BytesReceived += received;
                var result = connection.Response.Feed(new ReadOnlySpan<byte>(_buffer, (int)received), out var consumed);
                if (result == ParseResult.Bad || (result == ParseResult.Complete && consumed < received))
                    return Fail(connection, RequestOutcome.BadResponse);
                if (result == ParseResult.Complete)
                    return Answered(connection);
                if (received < BufferSize)
                    return RequestOutcome.Pending;
                continue;
            }
            if (received == 0)
            {
                return connection.Response.EndOfStream() == ParseResult.Complete
                    ? Answered(connection)
                    : Fail(connection, Broken(connection, isReset: false));
            }
            var error = Marshal.GetLastPInvokeError();
            if (error == Libc.ErrorAgain)
                return RequestOutcome.Pending;
            if (error != Libc.ErrorInterrupted)
                return Fail(connection, Broken(connection, isReset: true));
        }
    }

    private RequestOutcome Answered(Connection connection)
    {
        var response = connection.Response;
        if (_plan.Fresh || !response.KeepAlive)
            Close(connection, ConnectionEnd.ClosedAnnounced);
        else if (connection.Sent < _requests[connection.Request.Path].Length)
            Close(connection, ConnectionEnd.FailedRequest); // Answered early: the rest of the body would be taken for the next request.
        else
            connection.Apply(ConnectionEvent.Answered);
        return RequestOutcomes.OfStatus(response.Status);
    }

    private void EndIdle(Connection connection)
    {
        var received = Libc.Receive(connection.Descriptor, _buffer, BufferSize, Libc.MessageDontWait);
        if (received < 0 && Marshal.GetLastPInvokeError() is Libc.ErrorAgain or Libc.ErrorInterrupted)
            return;
        Close(connection, received > 0 ? ConnectionEnd.UnexpectedBytes : ConnectionEnd.ClosedIdle);
    }

    private RequestOutcome Fail(Connection connection, RequestOutcome outcome)
    {
        var neverOpened = outcome is >= RequestOutcome.ConnectRefused and <= RequestOutcome.ConnectFailed;
        Close(connection, neverOpened ? null : ConnectionEnd.FailedRequest);
        return outcome;
    }

    private static RequestOutcome Broken(Connection connection, bool isReset)
    {
        if (connection.Reused && !connection.Response.SawBytes)
            return RequestOutcome.ClosedOnReuse;
        if (isReset)
            return RequestOutcome.Reset;
        return connection.Response.SawBytes ? RequestOutcome.ClosedMidResponse : RequestOutcome.ClosedBeforeResponse;
    }

    private static RequestOutcome OfConnectError(int error) => error switch
    {
        Libc.ErrorConnectionRefused => RequestOutcome.ConnectRefused,
        Libc.ErrorConnectionReset or Libc.ErrorBrokenPipe => RequestOutcome.Reset,
        _ => RequestOutcome.ConnectFailed,
    };

    private void Watch(Connection connection, bool output, bool isNew)
    {
        connection.WatchesOutput = output;
        var interest = output ? Input | Libc.EpollOutput : Input;
        var data = ((ulong)connection.Generation << 32) | (uint)connection.Slot;
        if (isNew)
            _epoll.Add(connection.Descriptor, interest, data);
        else
            _epoll.Modify(connection.Descriptor, interest, data);
    }
}
