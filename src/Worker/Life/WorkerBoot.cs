using AppHost.Worker.Apps;
using AppHost.Worker.Dispatch;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using AppHost.WorkerTypes;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Life;

/// <summary>A worker from assignment to ready: brings up the app and what serves it, in the order in which they need each other.</summary>
internal sealed class WorkerBoot : IAsyncDisposable
{
    private const string Blocking = "threaded";
    private const string Awaiting = "async";
    private const int DefaultMinThreads = 4;
    private const int DefaultMaxThreads = 16;
    private const int QueuedPerSlot = 4;

    private readonly LoadedApp _app;
    private readonly int _queueLimit;

    private WorkerBoot(WorkerIdentity identity, LoadedApp app, IServingWorker serving, int queueLimit, LifecycleTurns turns)
    {
        Identity = identity;
        Serving = serving;
        _app = app;
        _queueLimit = queueLimit;
        Turns = turns;
    }

    public WorkerIdentity Identity { get; }

    public IServingWorker Serving { get; }

    /// <summary>Tells the handler of what happens to its worker.</summary>
    public LifecycleTurns Turns { get; }

    /// <summary>Boots; runs user code on the calling thread.</summary>
    /// <exception cref="BootFailedException">For reasons that the operator can mend.</exception>
    public static WorkerBoot Run(WorkerAssignment assignment, ILoggerFactory loggerFactory, CancellationToken cancellationToken) =>
        RunAsync(assignment, loggerFactory, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Opens the gate.</summary>
    public void Open() => Serving.Open(Identity.Slots, _queueLimit);

    public async ValueTask DisposeAsync()
    {
        await Serving.DisposeAsync();
        await _app.DisposeAsync();
        Identity.Dispose();
    }

    private static async Task<WorkerBoot> RunAsync(
        WorkerAssignment assignment, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        SharedScoreboard scoreboard = SharedScoreboard.Open(assignment.ScoreboardDescriptor);
        WorkerRegion region = scoreboard.Region(assignment.Region);
        ServingAssignment serving = assignment.Serving;
        bool blocks = assignment.App.Handler.Contract is HandlerContract.Blocking;
        var identity = new WorkerIdentity(assignment.WorkerId, assignment.Generation, serving.WorkerClass ?? (blocks ? Blocking : Awaiting));
        IWorkerType workerType = CreateWorkerType(identity.WorkerClass);
        LoadedApp app = LoadApp(assignment.App, identity, loggerFactory);
        // The worker's threads are made under it, so that framework code on them finds the app's assemblies by name.
        using var reflection = app.Context.EnterContextualReflection();

        var loop = new EventLoop(region, assignment.WorkerId, loggerFactory.CreateLogger<EventLoop>());
        var context = new WorkerTypeContext
        {
            Worker = identity,
            AppBlocks = blocks,
            MinThreads = serving.MinThreads ?? DefaultMinThreads,
            MaxThreads = serving.MaxThreads ?? DefaultMaxThreads,
            ThreadStackSize = serving.ThreadStack,
            ThreadLifecycle = app.ThreadLifecycle,
            AsyncLimit = serving.AsyncLimit,
            QueueLength = serving.QueueLength,
            QueueTimeout = TimeSpan.FromMilliseconds(serving.QueueTimeout),
            QueuePolicy = serving.QueuePolicy,
            Loop = loop,
            TimeProvider = TimeProvider.System,
            LoggerFactory = loggerFactory,
        };
        await StartAsync(workerType, context, cancellationToken);
        Dictionary<string, IWorkerType> pools = await LanePools.StartAsync(
            serving.Classes, identity.WorkerClass, context, CreateWorkerType, StartAsync, cancellationToken);
        identity.Slots = workerType.Slots + pools.Values.Sum(pool => pool.Slots);

        var scopes = new AppScopes(app);
        HandlerApplication application = app.Handler is IHandler handler
            ? new HandlerApplication(handler, scopes)
            : new HandlerApplication((IAsyncHandler)app.Handler, scopes);
        var worker = new ServingWorker<Microsoft.AspNetCore.Http.DefaultHttpContext>(
            loop, scoreboard, region, identity, workerType, application, blocks, serving, loggerFactory, pools);
        int queueLimit = serving.QueueLength ?? QueuedPerSlot * workerType.Slots;
        var turns = new LifecycleTurns(app.Lifecycle, loggerFactory.CreateLogger<LifecycleTurns>());
        var boot = new WorkerBoot(identity, app, worker, queueLimit, turns);
        await turns.StartingAsync(cancellationToken);
        if (assignment.CheckOnly) return boot;
        await worker.StartAsync(cancellationToken);
        if (serving.WarmUp.Count > 0) await worker.WarmUpAsync(serving.WarmUp, cancellationToken);
        return boot;
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

    private static LoadedApp LoadApp(AppAssignment assignment, WorkerIdentity identity, ILoggerFactory loggerFactory)
    {
        var request = new AppBootRequest
        {
            Path = assignment.Path,
            Handler = assignment.Handler,
            ServicesClass = assignment.ServicesClass,
            Configuration = assignment.Configuration,
            Arguments = assignment.Arguments,
            Worker = identity,
            LoggerFactory = loggerFactory,
        };
        if (HandlerActivator.TryActivate(request, out LoadedApp? app, out AppBootFailure? failure)) return app;
        throw new BootFailedException(failure.Message, failure.Advice, failure.Details);
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
