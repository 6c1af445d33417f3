using System.Diagnostics.CodeAnalysis;

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
            var handlerType = HandlerAssembly.GetType(context, request.Handler.Name, request.Handler.MetadataToken);
            if (typeof(IHandler).IsAssignableFrom(handlerType) == typeof(IAsyncHandler).IsAssignableFrom(handlerType))
            {
                throw new AppBootException(new AppBootFailure(
                    $"{request.Handler.Name} in {request.Path} does not implement one of IHandler and IAsyncHandler.",
                    "The DLL was replaced after the host had looked at it: reload.",
                    []));
            }

            context.ServeDefaultContext();
            var services = new AppServices(request);
            if (request.ServicesClass is not null)
            {
                step = $"{request.ServicesClass}.ConfigureServices";
                UserServices(context, request.ServicesClass).ConfigureServices(services.Registrations, services.Configuration);
            }

            step = $"Creating {request.Handler.Name}";
            var owned = true;
            failure = null;
            if ((request.ServicesClass is null && HandlerConstruction.TryCreateDirectly(handlerType, services, out var handler))
                || HandlerConstruction.TryCreate(handlerType, services, out handler, out owned, out failure))
            {
                app = new LoadedApp(handler, owned, services, context);
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
