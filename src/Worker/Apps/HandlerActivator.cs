using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Apps;

/// <summary>Brings an app up: loads its DLL, builds its services, creates its handler. Thread-safe.</summary>
internal static class HandlerActivator
{
    private const string RegisterAdvice = "Register it in a public class of the app that implements AppHost.IHandlerServices.";

    /// <summary>Loads and creates. Runs user code on the calling thread for as long as that takes; throws nothing of the user's.</summary>
    /// <param name="request">What to bring up.</param>
    /// <param name="app">The app, if it came up.</param>
    /// <param name="failure">Else why not.</param>
    public static bool TryActivate(
        AppBootRequest request, [NotNullWhen(true)] out LoadedApp? app, [NotNullWhen(false)] out AppBootFailure? failure)
    {
        var context = new AppLoadContext(request.Path);
        using var reflection = context.EnterContextualReflection();
        var step = $"Loading {request.Path}";
        try
        {
            var handlerType = HandlerAssembly.GetType(context, request.HandlerClass);
            context.ServeDefaultContext();
            var services = HostServices(request, out var configuration);
            if (request.ServicesClass is not null)
            {
                step = $"{request.ServicesClass}.ConfigureServices";
                UserServices(context, request.ServicesClass).ConfigureServices(services, configuration.Value);
            }

            step = $"Creating {request.HandlerClass}";
            var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
            var registered = services.Any(service => service.ServiceType == handlerType);
            failure = registered ? null : ConstructorCheck.Problem(handlerType, services, provider);
            if (failure is null)
            {
                var handler = registered
                    ? provider.GetRequiredService(handlerType)
                    : ActivatorUtilities.CreateInstance(provider, handlerType);
                app = new LoadedApp(handler, ownsHandler: !registered, provider, context);
                return true;
            }
        }
        catch (Exception exception)
        {
            failure = Explain(exception, step, request.Path);
        }

        // What was made so far is left as it is: the process ends, and user code that disposes could hide the failure.
        context.LeaveDefaultContext();
        app = null;
        return false;
    }

    // Configuration is read when somebody asks for it: its providers are a good part of an app's time to ready.
    private static ServiceCollection HostServices(AppBootRequest request, out Lazy<IConfigurationRoot> configuration)
    {
        var lazy = configuration = new Lazy<IConfigurationRoot>(
            () => AppConfiguration.Build(Path.GetDirectoryName(request.Path)!, request.Configuration, request.Arguments));
        var services = new ServiceCollection();
        services.AddSingleton(request.LoggerFactory);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(request.Worker);
        services.AddSingleton<IConfiguration>(_ => lazy.Value);
        return services;
    }

    private static IHandlerServices UserServices(AppLoadContext context, string className)
    {
        var type = HandlerAssembly.GetType(context, className);
        return type.GetConstructor([]) is not null
            ? (IHandlerServices)Activator.CreateInstance(type)!
            : throw new AppBootException(new AppBootFailure(
                $"{className} implements IHandlerServices but has no public constructor without parameters.",
                "Give it one: it is made before there are services.",
                []));
    }

    private static AppBootFailure Explain(Exception exception, string step, string path)
    {
        if (exception is AppBootException boot)
        {
            return boot.Failure;
        }

        if (DependencyFailure.From(exception, path) is { } dependency)
        {
            return dependency;
        }

        var cause = UserException.Unwrap(exception);
        var frames = UserException.Details(cause);

        // Without a frame of the user's it is the service provider that speaks, and it names the service it lacks.
        var advice = frames.Count == 0 && cause is InvalidOperationException ? RegisterAdvice : null;
        return new AppBootFailure($"{step} failed: {cause.GetType().Name}: {cause.Message}", advice, frames);
    }
}
