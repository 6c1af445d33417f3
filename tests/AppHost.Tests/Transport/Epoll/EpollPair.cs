using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using AppHost.Worker.Interop;
using AppHost.Worker.Transport.Epoll;

namespace AppHost.Tests.Transport.Epoll;

/// <summary>A connection of the own transport and its client at the other end.</summary>
internal sealed class EpollPair : IAsyncDisposable
{
    private readonly RunningLoop _loop;
    private readonly EpollConnectionFactory _factory;
    private readonly EpollConnection _connection;

    private EpollPair(RunningLoop loop, EpollConnectionFactory factory, EpollConnection connection, Socket client)
    {
        _loop = loop;
        _factory = factory;
        _connection = connection;
        Client = client;
    }

    public EpollConnection Connection => _connection;

    public Socket Client { get; }

    public RunningLoop Loop => _loop;

    public PipeReader Input => _connection.Transport.Input;

    public PipeWriter Output => _connection.Transport.Output;

    public int RentedBlocks => _factory.Memory.RentedCount;

    /// <summary>Over TCP, or over a unix socket.</summary>
    public static async Task<EpollPair> ConnectAsync(bool unix = false, int clientReceiveBuffer = 0)
    {
        var loop = new RunningLoop(start: false);
        var factory = new EpollConnectionFactory(loop.Loop);
        loop.Loop.Start();
        (Socket client, int descriptor) = unix ? UnixPair() : await TcpPairAsync(clientReceiveBuffer);
        var connection = (EpollConnection)(await loop.RunAsync(() => factory.TryCreate(descriptor)))!;
        return new EpollPair(loop, factory, connection, client);
    }

    /// <summary>Completes when the client's close, reset or FIN has been seen by the transport.</summary>
    public Task WhenClosed()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connection.ConnectionClosed.Register(closed.SetResult);
        return closed.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends both sides and asserts that nothing is left over.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _connection.DisposeAsync();
        while (await _loop.RunAsync(() => _connection.Closing) is not ClosingState.Closed) await Task.Yield();
        Assert.Equal(0, RentedBlocks);
        Assert.Empty(_loop.Logger.Records);
        _factory.Dispose();
        _loop.Dispose();
    }

    private static async Task<(Socket Client, int Descriptor)> TcpPairAsync(int clientReceiveBuffer)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (clientReceiveBuffer > 0) client.ReceiveBufferSize = clientReceiveBuffer;
        await client.ConnectAsync(listener.LocalEndPoint!);
        return (client, Accept(listener));
    }

    private static unsafe int Accept(Socket listener)
    {
        int descriptor = Libc.accept4((int)listener.Handle, null, null, Libc.O_CLOEXEC | Libc.O_NONBLOCK);
        return descriptor >= 0 ? descriptor : throw Libc.Failure("accept4");
    }

    private static unsafe (Socket Client, int Descriptor) UnixPair()
    {
        int* pair = stackalloc int[2];
        if (Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.O_CLOEXEC, 0, pair) < 0) throw Libc.Failure("socketpair");
        Libc.SetNonBlocking(pair[1]);
        return (new Socket(new SafeSocketHandle(pair[0], ownsHandle: true)), pair[1]);
    }
}
