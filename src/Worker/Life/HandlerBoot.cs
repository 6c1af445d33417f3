using AppHost.Worker.Apps;
using AppHost.Worker.Dispatch;
using AppHost.Worker.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Life;

/// <summary>
/// A worker with a handler from assignment to ready: brings up the app and what serves it, in the order in which they need
/// each other.
/// </summary>
internal static class HandlerBoot
{
    /// <summary>Boots; runs user code on the calling thread.</summary>
    /// <exception cref="BootFailedException">For reasons that the operator can mend.</exception>
    public static WorkerBoot Run(WorkerAssignment assignment, ILoggerFactory loggerFactory, CancellationToken cancellationToken) =>
        RunAsync(assignment, loggerFactory, cancellationToken).GetAwaiter().GetResult();

    private static async Task<WorkerBoot> RunAsync(
        WorkerAssignment assignment, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        var construction = new ServingConstruction(assignment, loggerFactory);
        LoadedApp app = LoadApp(assignment.App, construction.Identity, loggerFactory);
        // The worker's threads are made under it, so that framework code on them finds the app's assemblies by name.
        using var reflection = app.Context.EnterContextualReflection();

        var scopes = new AppScopes(app);
        HandlerApplication application = app.Handler is IHandler handler
            ? new HandlerApplication(handler, scopes)
            : new HandlerApplication((IAsyncHandler)app.Handler, scopes);
        IServingWorker serving = await construction.CreateAsync<DefaultHttpContext>(
            application, app.ThreadLifecycle, appOptions: null, loggerFactory, cancellationToken);
        var turns = new LifecycleTurns(app.Lifecycle, loggerFactory.CreateLogger<LifecycleTurns>());
        var boot = new WorkerBoot(construction.Identity, serving, turns, construction.QueueLimit, app);
        await turns.StartingAsync(cancellationToken);
        if (assignment.CheckOnly) return boot;
        await serving.StartAsync(cancellationToken);
        if (assignment.Serving.WarmUp.Count > 0) await serving.WarmUpAsync(assignment.Serving.WarmUp, cancellationToken);
        return boot;
    }

    private static LoadedApp LoadApp(AppAssignment assignment, WorkerIdentity identity, ILoggerFactory loggerFactory)
    {
        var request = new AppBootRequest
        {
            Path = assignment.Path,
            Handler = assignment.Handler!,
            ServicesClass = assignment.ServicesClass,
            Configuration = assignment.Configuration,
            Arguments = assignment.Arguments,
            Worker = identity,
            LoggerFactory = loggerFactory,
        };
        if (HandlerActivator.TryActivate(request, out LoadedApp? app, out AppBootFailure? failure)) return app;
        throw new BootFailedException(failure.Message, failure.Advice, failure.Details);
    }
}
