using AppHost.Worker.Apps;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using AppHost.WorkerTypes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Life;

/// <summary>
/// Makes what serves an app, whatever its kind, from the worker's assignment: event loop, worker class, lanes, server. Used
/// once.
/// </summary>
internal sealed class ServingConstruction
{
    private const int QueuedPerSlot = 4;

    private readonly WorkerAssignment _assignment;
    private ServingAssignment _serving;
    private readonly ILoggerFactory _loggerFactory;
    private readonly AppKind _kind;
    private readonly IWorkerType _workerType;

    /// <summary>Makes the worker class, so that a wrong name is found before user code runs.</summary>
    /// <exception cref="BootFailedException">There is no such worker class.</exception>
    public ServingConstruction(WorkerAssignment assignment, ILoggerFactory loggerFactory)
    {
        _assignment = assignment;
        _serving = assignment.Serving;
        _loggerFactory = loggerFactory;
        _kind = AppKindDefaults.KindOf(assignment.App);
        Identity = new WorkerIdentity(assignment.WorkerId, assignment.Generation, assignment.Serving.WorkerClass ?? _kind.WorkerClass());
        _workerType = CreateWorkerType(Identity.WorkerClass);
    }

    /// <summary>The worker, its slots not counted yet.</summary>
    public WorkerIdentity Identity { get; }

    /// <summary>Requests that may wait; after <see cref="CreateAsync"/>.</summary>
    public int QueueLimit { get; private set; }

    /// <summary>Every listener speaks HTTP/2 with prior knowledge; before <see cref="CreateAsync"/>.</summary>
    public void UseHttp2() =>
        _serving = _serving with { Listeners = [.. _serving.Listeners.Select(listener => listener with { Http2 = true })] };

    /// <summary>Starts the worker class and puts everything together; nothing is accepted yet.</summary>
    /// <param name="app">What runs the requests.</param>
    /// <param name="threads">Wants to know of the threads that run it; may be null.</param>
    /// <param name="appOptions">What the app asked of Kestrel itself; may be null.</param>
    /// <param name="serverLoggerFactory">Where Kestrel logs.</param>
    /// <exception cref="BootFailedException">The worker class cannot run such an app.</exception>
    public async Task<IServingWorker> CreateAsync<TContext>(
        IHttpApplication<TContext> app, IThreadLifecycle? threads, KestrelServerOptions? appOptions, ILoggerFactory serverLoggerFactory,
        CancellationToken cancellationToken)
        where TContext : notnull
    {
        SharedScoreboard scoreboard = SharedScoreboard.Open(_assignment.ScoreboardDescriptor);
        WorkerRegion region = scoreboard.Region(_assignment.Region);
        ServingAssignment serving = _serving;
        var loop = new EventLoop(region, _assignment.WorkerId, _loggerFactory.CreateLogger<EventLoop>());
        WorkerTypeContext context = Context(loop, threads);
        await StartAsync(_workerType, context, cancellationToken);
        Dictionary<string, IWorkerType> pools = await LanePools.StartAsync(
            serving.Classes, Identity.WorkerClass, context, CreateWorkerType, StartAsync, cancellationToken);
        Identity.Slots = _workerType.Slots + pools.Values.Sum(pool => pool.Slots);
        QueueLimit = serving.QueueLength ?? QueuedPerSlot * _workerType.Slots;
        return new ServingWorker<TContext>(
            loop, scoreboard, region, Identity, _workerType, app, _kind is AppKind.BlockingHandler, serving, _loggerFactory, pools,
            appOptions, serverLoggerFactory);
    }

    private WorkerTypeContext Context(EventLoop loop, IThreadLifecycle? threads)
    {
        ServingAssignment serving = _serving;
        return new WorkerTypeContext
        {
            Worker = Identity,
            AppBlocks = _kind is AppKind.BlockingHandler,
            AppIsAspNetCore = _kind is AppKind.AspNetCore,
            MinThreads = serving.MinThreads ?? _kind.MinThreads(),
            MaxThreads = serving.MaxThreads ?? _kind.MaxThreads(),
            ThreadStackSize = serving.ThreadStack,
            ThreadLifecycle = threads,
            AsyncLimit = serving.AsyncLimit,
            QueueLength = serving.QueueLength,
            QueueTimeout = TimeSpan.FromMilliseconds(serving.QueueTimeout),
            QueuePolicy = serving.QueuePolicy,
            Loop = loop,
            TimeProvider = TimeProvider.System,
            LoggerFactory = _loggerFactory,
        };
    }

    private static IWorkerType CreateWorkerType(string name)
    {
        try
        {
            return new WorkerTypeFactory(static path => new AppLoadContext(path).LoadFromAssemblyPath(path)).Create(name, Environment.CurrentDirectory);
        }
        catch (WorkerTypeException failure)
        {
            throw new BootFailedException(failure.Message);
        }
    }

    private static async Task StartAsync(IWorkerType workerType, WorkerTypeContext context, CancellationToken cancellationToken)
    {
        try
        {
            await workerType.StartAsync(context, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new BootFailedException(exception.Message);
        }
    }
}
