using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Worker.Apps;

/// <summary>
/// Tells before a handler is made which constructor arguments nobody can give. The service provider's own exception names the
/// type only, and a worker's operator did not write the class.
/// </summary>
internal static class ConstructorCheck
{
    /// <summary>Why no constructor can be called; null if one can.</summary>
    /// <param name="handlerType">A concrete class.</param>
    /// <param name="services">What there is.</param>
    public static AppBootFailure? Problem(Type handlerType, AppServices services)
    {
        var constructors = handlerType.GetConstructors();
        if (constructors.Length == 0)
        {
            return new AppBootFailure($"{handlerType.FullName} has no public constructor.", "Make one of its constructors public.", []);
        }

        var isService = services.Provider.GetRequiredService<IServiceProviderIsService>();
        var problems = new List<string>();
        foreach (var constructor in constructors)
        {
            var missing = constructor.GetParameters()
                .Select(parameter => Missing(parameter, services.Registrations, isService))
                .OfType<string>()
                .ToList();
            if (missing.Count == 0)
            {
                return null;
            }

            problems.AddRange(missing);
        }

        return new AppBootFailure(
            $"{handlerType.FullName} cannot be created: not all of its constructor's arguments are there.",
            "Register services in a public class of the app that implements AppHost.IHandlerServices. A handler is made once for "
                + "all requests: it takes scoped services from HttpContext.RequestServices.",
            [.. problems.Distinct()]);
    }

    private static string? Missing(ParameterInfo parameter, IServiceCollection services, IServiceProviderIsService isService)
    {
        var type = parameter.ParameterType;
        if (parameter.HasDefaultValue || parameter.IsDefined(typeof(FromKeyedServicesAttribute)))
        {
            return null;
        }

        var scoped = services.LastOrDefault(service => service.ServiceType == type)?.Lifetime == ServiceLifetime.Scoped;
        return scoped ? $"{type.FullName} {parameter.Name}: this service is scoped to a request"
            : isService.IsService(type) ? null
            : $"{type.FullName} {parameter.Name}: no such service is registered";
    }
}
