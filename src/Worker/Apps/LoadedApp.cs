using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Worker.Apps;

/// <summary>A handler that is ready for calls, with what belongs to it. Thread-safe; disposed when no request runs any more.</summary>
internal sealed class LoadedApp : IAsyncDisposable
{
    private readonly AppServices _services;
    private readonly bool _ownsHandler;

    /// <summary>Joins the parts.</summary>
    /// <param name="handler">An <see cref="IHandler"/> or an <see cref="IAsyncHandler"/>.</param>
    /// <param name="ownsHandler">False if the service provider disposes it.</param>
    /// <param name="services">Disposed with the app.</param>
    /// <param name="context">Where the app's assemblies live.</param>
    public LoadedApp(object handler, bool ownsHandler, AppServices services, AppLoadContext context)
    {
        _services = services;
        _ownsHandler = ownsHandler;
        Handler = handler;
        Context = context;
    }

    /// <summary>An <see cref="IHandler"/> or an <see cref="IAsyncHandler"/>, never both.</summary>
    public object Handler { get; }

    /// <summary>True for an <see cref="IHandler"/>.</summary>
    public bool Blocks => Handler is IHandler;

    /// <summary>Null if the handler does not want to know of its worker's turns.</summary>
    public IWorkerLifecycle? Lifecycle => Handler as IWorkerLifecycle;

    /// <summary>Null if the handler does not want to know of the threads that run it.</summary>
    public IThreadLifecycle? ThreadLifecycle => Blocks ? Handler as IThreadLifecycle : null;

    /// <summary>
    /// The app's services; scoped ones only through <see cref="ScopeFactory"/>. The first use builds the provider: wait with it
    /// until a request asks for its services.
    /// </summary>
    public IServiceProvider Services => _services.Provider;

    /// <summary>Makes the scope of a request. The first use builds the provider, as with <see cref="Services"/>.</summary>
    public IServiceScopeFactory ScopeFactory => field ??= _services.Provider.GetRequiredService<IServiceScopeFactory>();

    /// <summary>
    /// Where the app's assemblies live. Enter its contextual reflection on threads that call the handler, so that
    /// <c>Type.GetType</c> in framework code takes the app's copy of a package and not the host's.
    /// </summary>
    public AppLoadContext Context { get; }

    /// <summary>Disposes the handler, then the services. Exceptions of user code come out of it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ownsHandler && Handler is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else if (_ownsHandler && Handler is IDisposable disposable)
        {
            disposable.Dispose();
        }

        await _services.DisposeAsync();
        Context.LeaveDefaultContext();
    }
}
