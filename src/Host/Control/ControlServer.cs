using System.Net.Sockets;
using AppHost.Host.Binding;
using AppHost.Host.Control.Access;
using AppHost.Host.Control.Http;
using AppHost.Host.Control.Status;
using AppHost.Host.Control.Verbs;
using AppHost.Host.Output;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Control;

/// <summary>Serves a host's control socket, its admin and its health address, beside the master's loop.</summary>
internal sealed partial class ControlServer : IAsyncDisposable
{
    private readonly List<(Socket Socket, HttpEndpoint Endpoint)> _served = [];
    private readonly ILogger _logger;

    /// <param name="places">Owned by the caller, who disposes them after this.</param>
    /// <param name="startedAt">Monotonic time of the host's start.</param>
    public ControlServer(ControlPlaces places, IMaster master, TimeSpan startedAt, TimeProvider timeProvider, ILoggerFactory loggers, RecentLines lines)
    {
        _logger = loggers.CreateLogger<ControlServer>();
        var status = new StatusReader(places.Instance, startedAt, () => master.Published, timeProvider);
        var orders = new MasterOrders(master);
        IReadOnlyList<IControlVerb> verbs =
        [
            new StatusVerb(status),
            new MetricsVerb(status),
            new HealthVerb("/livez", status, Health.ProblemOfLife),
            new HealthVerb("/readyz", status, Health.ProblemOfReadiness),
            new LogsVerb(lines),
            new ReloadVerb(orders),
            new RollbackVerb(orders),
            new RecycleVerb(orders),
            new DrainVerb(orders),
            new ScaleVerb(orders),
            new StopVerb(orders),
        ];
        if (places.Socket is { } socket) Add(socket, new ControlApi(verbs, new OwnerAccess(), loggers.CreateLogger<ControlApi>()), loggers);
        IControlAccess access = places.AdminToken is { } token ? new TokenAccess(token) : new LoopbackAccess();
        foreach (Listener listener in places.Admin) Add(listener, new ControlApi(verbs, access, loggers.CreateLogger<ControlApi>()), loggers);
        foreach (Listener listener in places.Health) Add(listener, new HealthApi(status), loggers);
    }

    /// <summary>Begins to serve; the master must have published its first view.</summary>
    public void Start()
    {
        foreach ((Socket socket, HttpEndpoint endpoint) in _served)
        {
            endpoint.Start();
            LogReady(socket.LocalEndPoint!.ToString()!);
        }
    }

    /// <summary>Ends it; afterwards nobody reads the scoreboard any more.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach ((Socket socket, HttpEndpoint endpoint) in _served)
        {
            await endpoint.DisposeAsync();
            socket.Dispose();
        }
    }

    private void Add(Listener listener, IHttpApi api, ILoggerFactory loggers)
    {
        // The descriptor stays the listener's, which ends it without a shutdown and removes only its own file.
        var socket = new Socket(new SafeSocketHandle(listener.Descriptor, ownsHandle: false));
        _served.Add((socket, new HttpEndpoint(socket, api, new HttpLimits(), loggers.CreateLogger<HttpEndpoint>())));
    }

    [LoggerMessage(EventIds.Ready, LogLevel.Debug, "Control: answers on {Place}.")]
    private partial void LogReady(string place);
}
