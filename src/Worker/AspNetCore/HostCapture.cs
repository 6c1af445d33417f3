using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace AppHost.Worker.AspNetCore;

/// <summary>
/// Sees every host of the app while it is built, by the events that the framework raises for its own tools
/// (dotnet/runtime PR 53757). They come on the thread that builds, before the app's services are closed.
/// </summary>
internal sealed class HostCapture(HostedApp app) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Hosting = "Microsoft.Extensions.Hosting";
    private const string Building = "HostBuilding";
    private const string Built = "HostBuilt";

    /// <inheritdoc/>
    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Hosting) value.Subscribe(this);
    }

    /// <inheritdoc/>
    public void OnNext(KeyValuePair<string, object?> value)
    {
        // Registered last, so that it sees what the app has registered and can replace it.
        if (value is { Key: Building, Value: IHostBuilder builder }) builder.ConfigureServices((_, services) => HostWiring.Apply(services, app));
        if (value is { Key: Built, Value: IHost host }) app.OnBuilt(host);
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }
}
