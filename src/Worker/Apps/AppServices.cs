using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Apps;

/// <summary>
/// The services of one app: the host's few and those that the app's <see cref="IHandlerServices"/> registers. Thread-safe once
/// these are registered.
/// </summary>
/// <remarks>
/// Configuration and service provider are made when somebody asks for them. Most of a small app's time to ready would
/// otherwise be theirs, and each worker of each generation pays it.
/// </remarks>
internal sealed class AppServices : IAsyncDisposable
{
    private readonly AppBootRequest _request;
    private readonly Lazy<IConfigurationRoot> _configuration;
    private readonly Lazy<ServiceProvider> _provider;

    /// <summary>Makes nothing yet.</summary>
    public AppServices(AppBootRequest request)
    {
        _request = request;
        _configuration = new Lazy<IConfigurationRoot>(
            () => AppConfiguration.Build(Path.GetDirectoryName(_request.Path)!, _request.Configuration, _request.Arguments));
        _provider = new Lazy<ServiceProvider>(BuildProvider);
    }

    /// <summary>The app's configuration.</summary>
    /// <exception cref="AppBootException">A source of it is not what it should be.</exception>
    public IConfiguration Configuration => _configuration.Value;

    /// <summary>All services; scoped ones only from a scope.</summary>
    public ServiceProvider Provider => _provider.Value;

    /// <summary>All registrations; the app's own are added before the first use of <see cref="Provider"/>.</summary>
    [field: AllowNull, MaybeNull]
    public ServiceCollection Registrations => field ??= Register();

    /// <summary>One of the host's own services, without the service provider.</summary>
    /// <param name="type">What is asked for.</param>
    /// <param name="service">It, if it is one of the host's.</param>
    public bool TryGetHostService(Type type, [NotNullWhen(true)] out object? service)
    {
        service = type == typeof(IWorkerInfo) ? _request.Worker
            : type == typeof(ILoggerFactory) ? _request.LoggerFactory
            : type == typeof(IConfiguration) ? Configuration
            : IsLogger(type) ? Activator.CreateInstance(typeof(Logger<>).MakeGenericType(type.GenericTypeArguments), _request.LoggerFactory)
            : null;
        return service is not null;
    }

    /// <summary>Disposes the services that were made.</summary>
    public ValueTask DisposeAsync() => _provider.IsValueCreated ? _provider.Value.DisposeAsync() : ValueTask.CompletedTask;

    private static bool IsLogger(Type type) => type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(ILogger<>);

    private ServiceProvider BuildProvider() =>
        Registrations.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });

    private ServiceCollection Register()
    {
        var services = new ServiceCollection();
        services.AddSingleton(_request.LoggerFactory);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(_request.Worker);
        services.AddSingleton(_ => Configuration);
        return services;
    }
}
