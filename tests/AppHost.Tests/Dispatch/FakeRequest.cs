using AppHost.Tests.Support;
using AppHost.Worker.Dispatch;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Tests.Dispatch;

/// <summary>A request as Kestrel would hand it over, and the worker around it: features that the test controls.</summary>
internal sealed class FakeRequest
    : IHttpRequestLifetimeFeature, IHttpResponseFeature, IConnectionLifetimeFeature, IConnectionLifetimeNotificationFeature,
    IHttpApplication<FakeRequest.AppContext>, IDisposable
{
    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();
    private readonly CancellationTokenSource _aborted = new();
    private readonly CancellationTokenSource _connectionClosed = new();

    public FakeRequest()
    {
        WorkerRegion region = _scoreboard.Region(0);
        region.Slots = 4;
        Region = region;
        Load = new WorkerLoad(Region);
        Features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET", Path = "/path" });
        Features.Set<IHttpResponseFeature>(this);
        Features.Set<IHttpRequestLifetimeFeature>(this);
        Features.Set<IConnectionLifetimeFeature>(this);
        Features.Set<IConnectionLifetimeNotificationFeature>(this);
    }

    public FeatureCollection Features { get; } = new();

    public WorkerRegion Region { get; }

    public WorkerLoad Load { get; }

    public CapturingLogger<FakeRequest> Logger { get; } = new();

    /// <summary>What the app does.</summary>
    public Func<Task> App { get; set; } = () => Task.CompletedTask;

    /// <summary>Contexts of the app that were made and are not disposed.</summary>
    public int OpenContexts { get; private set; }

    public bool WasAborted { get; private set; }

    public bool CloseRequested { get; private set; }

    public bool HasStarted { get; set; }

    public int StatusCode { get; set; } = 200;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    Stream IHttpResponseFeature.Body { get; set; } = Stream.Null;

    CancellationToken IHttpRequestLifetimeFeature.RequestAborted
    {
        get => _aborted.Token;
        set => throw new NotSupportedException();
    }

    CancellationToken IConnectionLifetimeFeature.ConnectionClosed
    {
        get => _connectionClosed.Token;
        set => throw new NotSupportedException();
    }

    CancellationToken IConnectionLifetimeNotificationFeature.ConnectionClosedRequested { get; set; }

    /// <summary>A request that was handed to the worker class.</summary>
    public WorkerRequest<AppContext> Arrived()
    {
        var request = new WorkerRequest<AppContext>(this, Services(), Logger, Features);
        request.Arrive();
        return request;
    }

    public DispatchServices Services(IWorkerInfo? worker = null, bool buffersBody = false, int bodyBuffer = 0) => new(
        worker ?? new Apps.FakeWorker(),
        Load,
        new RequestSlots(Region),
        new ShedAnswer(503, 1, 1),
        TimeProvider.System,
        buffersBody,
        bodyBuffer);

    /// <summary>The client goes away with its connection.</summary>
    public void ClientLeaves()
    {
        _connectionClosed.Cancel();
        _aborted.Cancel();
    }

    /// <summary>The request alone ends: the reset of a stream, or an abort by the app or the server.</summary>
    public void RequestIsAborted() => _aborted.Cancel();

    public AppContext CreateContext(IFeatureCollection contextFeatures)
    {
        OpenContexts++;
        return new AppContext();
    }

    public Task ProcessRequestAsync(AppContext context) => App();

    public void DisposeContext(AppContext context, Exception? exception) => OpenContexts--;

    public void Dispose()
    {
        _aborted.Dispose();
        _connectionClosed.Dispose();
        _scoreboard.Dispose();
    }

    void IHttpRequestLifetimeFeature.Abort() => WasAborted = true;

    void IConnectionLifetimeFeature.Abort() => throw new NotSupportedException();

    void IConnectionLifetimeNotificationFeature.RequestClose() => CloseRequested = true;

    void IHttpResponseFeature.OnStarting(Func<object, Task> callback, object state) => throw new NotSupportedException();

    void IHttpResponseFeature.OnCompleted(Func<object, Task> callback, object state) => throw new NotSupportedException();

    internal sealed class AppContext;
}
