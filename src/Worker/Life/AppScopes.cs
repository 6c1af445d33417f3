using AppHost.Worker.Apps;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Worker.Life;

/// <summary>
/// Scopes for requests. Asks the app for its service provider only when the first request wants one: many handlers never
/// do, and building it is a third of their time to ready.
/// </summary>
internal sealed class AppScopes(LoadedApp app) : IServiceScopeFactory
{
    /// <inheritdoc/>
    public IServiceScope CreateScope() => app.ScopeFactory.CreateScope();
}
