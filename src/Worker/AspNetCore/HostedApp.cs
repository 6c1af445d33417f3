using AppHost.Worker.Apps;
using AppHost.Worker.Life;
using AppHost.Worker.Messages;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AppHost.Worker.AspNetCore;

/// <summary>
/// An ASP.NET Core app in its own process, from the start of its server to the end of its Main: brings the worker's turns to
/// the app's host, and the host's to the worker. Thread-safe.
/// </summary>
internal sealed class HostedApp : IWorkerLifecycle, IAsyncDisposable
{
    private readonly WorkerProcess _process;
    private readonly ServingConstruction _construction;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _serverStops = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IServingWorker? _serving;
    private IHost? _host;
    private IHostApplicationLifetime? _lifetime;
    private TimeSpan _shutdownTimeout;
    private int _started;
    private volatile bool _booted;

    public HostedApp(WorkerProcess process)
    {
        _process = process;
        _construction = new ServingConstruction(process.Assignment, process.LoggerFactory);
    }

    /// <summary>The worker that serves it.</summary>
    public IWorkerInfo Worker => _construction.Identity;

    /// <summary>The app cannot be served, for a reason that its author can mend; ends the process.</summary>
    public void Refuse(string message, string advice) => _process.Fail(new BootFailedException(message, advice));

    /// <summary>The host starts its server.</summary>
    /// <param name="asked">Where the app wanted to listen; changed to where the master listens.</param>
    public async Task StartAsync<TContext>(
        IHttpApplication<TContext> application, IServiceProvider services, ICollection<string> asked, CancellationToken cancellationToken)
        where TContext : notnull
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            Refuse("The app starts a second web server.",
                "Serve everything from one, or move the second to an app of its own: N workers cannot share an address of the app's own.");
        }

        _host = services.GetService<IHost>();
        _lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        KestrelServerOptions options = services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        asked.Clear();
        foreach (ListenerAssignment listener in _process.Assignment.Serving.Listeners) asked.Add(listener.ToUrl());
        TakeShutdownTimeout(services.GetRequiredService<IOptions<HostOptions>>().Value);
        // No AsyncLocal of the app's Main may live on in the worker's threads.
        Task start;
        using (ExecutionContext.SuppressFlow())
        {
            start = Task.Run(() => StartServingAsync(application, options, services.GetRequiredService<ILoggerFactory>(), cancellationToken), cancellationToken);
        }

        try
        {
            await start;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _process.Fail(exception);
        }

        _lifetime.ApplicationStarted.Register(() => new Thread(Boot) { IsBackground = true, Name = "apphost-boot" }.UnsafeStart());
    }

    /// <summary>The host stops its server: it was told to, or the app has decided so itself.</summary>
    public async Task OnServerStopAsync(CancellationToken cancellationToken)
    {
        _serverStops.TrySetResult();
        if (!_booted) return;
        if (!Worker.Draining.IsCancellationRequested) _process.AskToLeave();
        await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Main, or a thread of the app, has thrown.</summary>
    public void OnUnhandled(Exception exception)
    {
        if (_booted) return;
        Exception cause = UserException.Unwrap(exception);
        _process.Fail(new BootFailedException($"The app failed: {cause.GetType().Name}: {cause.Message}", details: UserException.Details(cause)));
    }

    /// <summary>The process ends.</summary>
    public void OnExit() => _process.Flush();

    Task IWorkerLifecycle.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IWorkerLifecycle.ReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// What listens to ApplicationStopping ends its streams now, as it would under a server of its own. The host begins to
    /// stop, and waits for its server.
    /// </summary>
    Task IWorkerLifecycle.DrainingAsync(CancellationToken cancellationToken) => Task.Run(_lifetime!.StopApplication, cancellationToken);

    /// <summary>No request runs any more: the host goes on with its own shutdown, and Main comes to its end.</summary>
    async Task IWorkerLifecycle.StoppingAsync(CancellationToken cancellationToken)
    {
        _drained.TrySetResult();
        await Task.WhenAny(_serverStops.Task, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken));
        // Main waits for something else than its host.
        if (!_serverStops.Task.IsCompleted && _host is not null) await _host.StopAsync(cancellationToken);
        // The process ends meanwhile, unless something of the app hangs.
        await Task.Delay(_shutdownTimeout, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task StartServingAsync<TContext>(
        IHttpApplication<TContext> application, KestrelServerOptions options, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _serving = await _construction.CreateAsync(application, threads: null, options, loggerFactory, cancellationToken);
        if (_process.Assignment.CheckOnly) return;
        await _serving.StartAsync(cancellationToken);
    }

    /// <summary>Every hosted service has started, too.</summary>
    private void Boot()
    {
        try
        {
            IReadOnlyList<string> warmUp = _process.Assignment.Serving.WarmUp;
            if (warmUp.Count > 0 && !_process.Assignment.CheckOnly) _serving!.WarmUpAsync(warmUp, CancellationToken.None).GetAwaiter().GetResult();
            var turns = new LifecycleTurns(this, _process.LoggerFactory.CreateLogger<LifecycleTurns>());
            _booted = true;
            _process.Booted(new WorkerBoot(_construction.Identity, _serving!, turns, _construction.QueueLimit, this));
        }
        catch (Exception exception)
        {
            _process.Fail(exception);
        }
    }

    /// <summary>
    /// The host's limit counts from the moment it begins to stop, and the drain lies within that: it is for the master to
    /// bound. The app's own limit is kept afterwards.
    /// </summary>
    private void TakeShutdownTimeout(HostOptions options)
    {
        _shutdownTimeout = options.ShutdownTimeout;
        options.ShutdownTimeout = Timeout.InfiniteTimeSpan;
    }
}
