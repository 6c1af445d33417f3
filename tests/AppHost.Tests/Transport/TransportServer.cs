using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AppHost.Tests.Support;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using AppHost.Worker.Transport.Epoll;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AppHost.Tests.Transport;

/// <summary>Kestrel over an inherited listener, with one of the two transports under it.</summary>
internal sealed class TransportServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Socket _master;
    private readonly RunningLoop _loop;
    private readonly RecordingLoggerFactory _log;
    private readonly IAcceptedConnectionFactory _connections;

    private TransportServer(
        WebApplication app, Socket master, RunningLoop loop, RecordingLoggerFactory log, WorkerLoad load,
        IAcceptedConnectionFactory connections)
    {
        _app = app;
        _master = master;
        _loop = loop;
        _log = log;
        _connections = connections;
        Load = load;
        EndPoint = (IPEndPoint)master.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    public WorkerLoad Load { get; }

    public EventLoop Loop => _loop.Loop;

    /// <summary>What was logged as a warning or worse.</summary>
    public IReadOnlyCollection<string> Complaints => [.. _log.Complaints, .. _loop.Logger.Records.Select(r => r.Message)];

    /// <summary>The blocks of memory that the own transport holds; 0 for Kestrel's.</summary>
    public int RentedBlocks => _connections is EpollConnectionFactory epoll ? epoll.Memory.RentedCount : 0;

    public static async Task<TransportServer> StartAsync(
        Transports transport, RequestDelegate app, Action<ListenOptions>? listen = null, Action<KestrelServerOptions>? options = null)
    {
        var master = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        master.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        master.Listen(4096);
        var log = new RecordingLoggerFactory();
        var loop = new RunningLoop(start: false);
        loop.Scoreboard.RegionsInUse = 1;
        WorkerRegion region = loop.Region;
        region.Slots = 1_000_000;
        region.State = WorkerState.Ready;
        var load = new WorkerLoad(region);
        IAcceptedConnectionFactory connections = transport is Transports.Epoll
            ? new EpollConnectionFactory(loop.Loop)
            : new SocketsConnectionFactory(log);
        var siblings = new Siblings(loop.Scoreboard, ownRegion: 0);
        var acceptor = new Acceptor(loop.Loop, load, region, siblings, QueuePolicy.Reject, log.CreateLogger<Acceptor>());
        EndPoint endPoint = master.LocalEndPoint!;
        var listeners = new Dictionary<EndPoint, int> { [endPoint] = Descriptor.Duplicate((int)master.Handle) };
        loop.Loop.Start();

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddProvider(log);
        builder.WebHost.UseKestrel(kestrel =>
        {
            options?.Invoke(kestrel);
            kestrel.Listen(endPoint, listener =>
            {
                listener.Use(next => new ConnectionCounting(next, load).OnConnectionAsync);
                listen?.Invoke(listener);
            });
        });
        builder.Services.AddSingleton<IConnectionListenerFactory>(new InheritedListenerFactory(acceptor, load, listeners, connections));
        WebApplication web = builder.Build();
        web.Run(app);
        await web.StartAsync();
        acceptor.Start();
        return new TransportServer(web, master, loop, log, load, connections);
    }

    /// <summary>A connected client.</summary>
    public Task<RawClient> ConnectAsync(int receiveBuffer = 0) => RawClient.ConnectAsync(EndPoint, receiveBuffer);

    /// <summary>Waits until no connection is open and no memory is held: the count goes down a little before the end.</summary>
    public async Task WhenEmpty()
    {
        await Load.WhenNoConnections().Soon();
        var patience = Stopwatch.StartNew();
        while (RentedBlocks > 0 && patience.Elapsed < TimeSpan.FromSeconds(60)) await Task.Delay(5);
        Assert.Equal(0, RentedBlocks);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _connections.Dispose();
        _loop.Dispose();
        _master.Dispose();
    }
}
