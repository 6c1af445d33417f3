using AppHost.Worker.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Worker.AspNetCore;

/// <summary>
/// What of an app is not the same any more when several processes run it, as its registered services show. By names: to look
/// for a feature must not load the assemblies of one that is not used.
/// </summary>
internal static class SeveralProcesses
{
    private const string Session = "Microsoft.AspNetCore.Session.ISessionStore";
    private const string Cache = "Microsoft.Extensions.Caching.Distributed.IDistributedCache";
    private const string CacheTag = "Microsoft.AspNetCore.Mvc.TagHelpers.Cache.IDistributedCacheTagHelperStorage";
    private const string MemoryCache = "MemoryDistributedCache";
    private const string HubLifetime = "Microsoft.AspNetCore.SignalR.HubLifetimeManager`1";
    private const string LocalHubLifetime = "DefaultHubLifetimeManager`1";
    private const string HostedService = "Microsoft.Extensions.Hosting.IHostedService";

    /// <summary>What to tell the operator.</summary>
    public static IEnumerable<WorkerMessage.Notice> Look(IServiceCollection services)
    {
        bool cacheInMemory = ImplementationName(Last(services, Cache))?.EndsWith(MemoryCache, StringComparison.Ordinal) == true;
        bool hasSessions = Last(services, Session) is not null;
        // MVC with views registers that cache for tags which few apps use: of itself it says nothing about the app.
        if (cacheInMemory && (hasSessions || Last(services, CacheTag) is null))
        {
            string what = hasSessions ? "Sessions are" : "The distributed cache is";
            yield return Warning("session",
                $"{what} kept in the memory of one process: what a client left in one worker is not in the others. Register a shared "
                    + "IDistributedCache (Redis, SQL Server), or run one worker.");
        }

        if (ImplementationName(Last(services, HubLifetime))?.EndsWith(LocalHubLifetime, StringComparison.Ordinal) == true)
        {
            yield return Warning("signalr",
                "SignalR has no backplane: a message reaches the clients of one worker only, and a client has to connect by WebSocket at once "
                    + "(skipNegotiation), as its second request may meet another worker. Add one (AddStackExchangeRedis), or run one worker.");
        }

        string[] background = [.. BackgroundServices(services)];
        if (background.Length > 0)
        {
            yield return Warning("hosted-services",
                $"{string.Join(", ", background)}: each worker runs a copy. Work that is to be done once is for the worker whose "
                    + "APPHOST_WORKER_ID is 0.");
        }
    }

    private static ServiceDescriptor? Last(IServiceCollection services, string service) =>
        services.LastOrDefault(descriptor => descriptor.ServiceType.FullName == service);

    private static IEnumerable<string> BackgroundServices(IServiceCollection services) => services
        .Where(descriptor => descriptor.ServiceType.FullName == HostedService)
        .Select(Implementation)
        .OfType<Type>()
        .Where(type => !IsFramework(type))
        .Select(type => type.Name)
        .Distinct();

    private static bool IsFramework(Type type) =>
        type.Assembly.GetName().Name is { } name
        && (name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("System.", StringComparison.Ordinal)
            || type.Assembly == typeof(SeveralProcesses).Assembly);

    private static string? ImplementationName(ServiceDescriptor? descriptor) => descriptor is null ? null : Implementation(descriptor)?.FullName;

    // A factory says in its type what it makes, unless it was written for the interface.
    private static Type? Implementation(ServiceDescriptor descriptor) => descriptor.IsKeyedService
        ? null
        : descriptor.ImplementationType ?? descriptor.ImplementationInstance?.GetType()
            ?? descriptor.ImplementationFactory?.GetType().GenericTypeArguments.Last();

    private static WorkerMessage.Notice Warning(string subject, string text) => new(subject, text, NoticeImportance.WarningAmongSeveral);
}
