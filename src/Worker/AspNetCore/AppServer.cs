using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.AspNetCore;

/// <summary>The server that the app's host believes to have: the worker, in Kestrel's place.</summary>
internal sealed class AppServer : IServer
{
    private readonly HostedApp _app;
    private readonly IServiceProvider _services;
    private readonly ServerAddressesFeature _addresses = new();

    public AppServer(HostedApp app, IServiceProvider services)
    {
        _app = app;
        _services = services;
        // The host, and the app, write here what they want to listen on before the start.
        Features.Set<IServerAddressesFeature>(_addresses);
    }

    /// <inheritdoc/>
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => _app.StartAsync(application, _services, _addresses.Addresses, cancellationToken);

    /// <summary>Comes back when the worker has drained, so that the app's own shutdown and its time limit begin after it.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.OnHostStopAsync(cancellationToken);

    /// <summary>Nothing: the worker ends its serving side itself.</summary>
    public void Dispose()
    {
    }
}
