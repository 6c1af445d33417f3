using AppHost.Worker.Apps;
using AppHost.Worker.Life;
using AppHost.Worker.Messages;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
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
    /// <summary>A host without a server is often the helper of one with it, which is built next.</summary>
    private static readonly TimeSpan ServerPatience = TimeSpan.FromSeconds(10);

    /// <summary>From the end of the drain until the host asks its server to stop, if Main waits for its host.</summary>
    private static readonly TimeSpan HostPatience = TimeSpan.FromSeconds(1);

    private readonly ServingConstruction _construction;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hostStops = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IHost> _hosts = [];
    private IServingWorker? _serving;
    private IHost? _host;
    private IHostApplicationLifetime? _lifetime;
    private TimeSpan _shutdownTimeout;
    private int _started;
    private volatile bool _booted;

    /// <exception cref="BootFailedException">There is no such worker class.</exception>
    public HostedApp(WorkerProcess process)
    {
        Process = process;
        _construction = new ServingConstruction(process.Assignment, process.LoggerFactory);
    }

    /// <summary>The process it runs in.</summary>
    public WorkerProcess Process { get; }

    /// <summary>The worker that serves it.</summary>
    public IWorkerInfo Worker => _construction.Identity;

    /// <summary>The app cannot be served, for a reason that its author can mend; ends the process.</summary>
    public void Refuse(string message, string advice) => Process.Fail(new BootFailedException(message, advice));

    /// <summary>A host is built, with a server or without.</summary>
    public void OnBuilt(IHost host)
    {
        lock (_hosts) _hosts.Add(host);
    }

    /// <summary>A host without a server starts.</summary>
    public void OnServerlessStart() => _ = RefuseUnlessServedAsync();

    /// <summary>The host starts its server.</summary>
    /// <param name="addresses">Where the app wanted to listen; changed to where the master listens.</param>
    public async Task StartAsync<TContext>(
        IHttpApplication<TContext> application, IServiceProvider services, ICollection<string> addresses, CancellationToken cancellationToken)
        where TContext : notnull
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            Refuse("The app starts a second web server.",
                "Serve everything from one, or make the second an app of its own: N workers cannot share an address that each of them binds.");
        }

        _host = services.GetService<IHost>();
        _lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        TakeShutdownTimeout(services.GetRequiredService<IOptions<HostOptions>>().Value);
        KestrelServerOptions options = services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        ReplaceAddresses(addresses, options, services.GetRequiredService<IConfiguration>());
        ILoggerFactory loggerFactory = services.GetRequiredService<ILoggerFactory>();
        Task start;
        // No AsyncLocal of the app's Main may live on in the worker's threads.
        using (ExecutionContext.SuppressFlow())
        {
            start = Task.Run(() => StartServingAsync(application, options, loggerFactory, cancellationToken), cancellationToken);
        }

        try
        {
            await start;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Process.Fail(exception);
        }

        // Every hosted service has started then, too.
        _lifetime.ApplicationStarted.UnsafeRegister(
            static self => new Thread(((HostedApp)self!).Boot) { IsBackground = true, Name = "apphost-boot" }.UnsafeStart(), this);
    }

    /// <summary>The host stops its server: it was told to, or the app has decided so itself.</summary>
    public async Task OnHostStopAsync(CancellationToken cancellationToken)
    {
        _hostStops.TrySetResult();
        if (!_booted) return;
        if (!Worker.Draining.IsCancellationRequested) Process.AskToLeave(byApp: true);
        await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Main, or a thread of the app, has thrown. Once it serves that is a crash like any other.</summary>
    public void OnUnhandled(Exception exception)
    {
        if (_booted) return;
        Exception cause = UserException.Unwrap(exception);
        Process.Fail(new BootFailedException($"The app failed: {cause.GetType().Name}: {cause.Message}", details: UserException.Details(cause)));
    }

    /// <summary>The process ends.</summary>
    public void OnExit()
    {
        // With another code somebody has ended it, whose last lines say more.
        if (!_booted && !Process.HasFailed && Environment.ExitCode == 0)
        {
            Process.Explain("The app's Main ended before it served anything.",
                "Does it run its host (app.Run)? Programs that are no web apps are for the command line or for a systemd unit of their own.");
        }

        Process.Flush();
    }

    Task IWorkerLifecycle.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IWorkerLifecycle.ReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// What listens to ApplicationStopping ends its streams now, as it would under a server of its own. The host begins to
    /// stop, and waits for its server.
    /// </summary>
    Task IWorkerLifecycle.DrainingAsync(CancellationToken cancellationToken) => Task.Run(_lifetime!.StopApplication, cancellationToken);

    /// <summary>No request runs any more: the host goes on with its own shutdown, and Main comes to its end, and the process with it.</summary>
    async Task IWorkerLifecycle.StoppingAsync(CancellationToken cancellationToken)
    {
        _drained.TrySetResult();
        if (Process.Assignment.CheckOnly) _lifetime!.StopApplication();
        StopOtherHosts();
        try
        {
            await _hostStops.Task.WaitAsync(HostPatience, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Main waits for something else than its host, and will not notice.
            if (_host is not null) await _host.StopAsync(cancellationToken);
            return;
        }

        // The process ends meanwhile, unless something of the app hangs.
        await Task.Delay(_shutdownTimeout, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Those without a server hear no signal of their own either, and Main may wait for them.</summary>
    private void StopOtherHosts()
    {
        IHost[] hosts;
        lock (_hosts) hosts = [.. _hosts];
        foreach (IHost host in hosts)
        {
            try
            {
                host.Services.GetService<IHostApplicationLifetime>()?.StopApplication();
            }
            catch (ObjectDisposedException)
            {
                // Its work was done long ago.
            }
        }
    }

    private async Task StartServingAsync<TContext>(
        IHttpApplication<TContext> application, KestrelServerOptions options, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _serving = await _construction.CreateAsync(application, threads: null, options, loggerFactory, cancellationToken);
        if (!IsAsync) PoolThreads.Reserve(Worker.Slots);
        if (!Process.Assignment.CheckOnly) await _serving.StartAsync(cancellationToken);
    }

    private void Boot()
    {
        try
        {
            if (!Process.Assignment.CheckOnly) WarmUp(Process.Assignment.Serving.WarmUp);
            var turns = new LifecycleTurns(this, Process.LoggerFactory.CreateLogger<LifecycleTurns>());
            _booted = true;
            Process.Booted(new WorkerBoot(_construction.Identity, _serving!, turns, _construction.QueueLimit, this));
        }
        catch (Exception exception)
        {
            Process.Fail(exception);
        }
    }

    /// <summary>What the first requests would have to wait for, each of them.</summary>
    private void WarmUp(IReadOnlyList<string> paths)
    {
        if (!IsAsync) PoolThreads.Start(Worker.Slots);
        // Compiles the end points, which the framework does when the first request comes.
        foreach (EndpointDataSource source in _host?.Services.GetServices<EndpointDataSource>() ?? []) _ = source.Endpoints;
        _serving!.Rehearse();
        if (paths.Count > 0) _serving!.WarmUpAsync(paths, CancellationToken.None).GetAwaiter().GetResult();
    }

    private bool IsAsync => Worker.WorkerClass == AppKind.AwaitingHandler.WorkerClass();

    private void ReplaceAddresses(ICollection<string> addresses, KestrelServerOptions options, IConfiguration configuration)
    {
        string[] listening = [.. Process.Assignment.Serving.Listeners.Select(listener => listener.ToUrl()).Distinct()];
        foreach (WorkerMessage.Notice notice in AskedEndPoints.Compare(addresses, options, configuration, listening)) Process.Tell(notice);
        addresses.Clear();
        foreach (string url in listening) addresses.Add(url);
        if (!AskedEndPoints.WantHttp2(options)) return;
        _construction.UseHttp2();
        Process.Tell(new WorkerMessage.Notice("http2",
            "The app asks for HTTP/2 alone (Kestrel:EndpointDefaults:Protocols): its addresses speak it without TLS, as with '?http=2' in bind.",
            NoticeImportance.Information));
    }

    /// <summary>
    /// The host's limit counts from the moment it begins to stop, and the drain lies within that: the drain is for the master to
    /// bound. The app's own limit counts afterwards.
    /// </summary>
    private void TakeShutdownTimeout(HostOptions options)
    {
        _shutdownTimeout = options.ShutdownTimeout;
        options.ShutdownTimeout = Timeout.InfiniteTimeSpan;
    }

    private async Task RefuseUnlessServedAsync()
    {
        await Task.Delay(ServerPatience);
        if (Volatile.Read(ref _started) != 0) return;
        Refuse("The app has started a host without a web server: it is a worker service.",
            "Run it by a systemd unit of its own, or give it a server (WebApplication.CreateBuilder).");
    }
}
