using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Worker.Apps;

/// <summary>Creates a handler with the arguments that its constructor asks for.</summary>
internal static class HandlerConstruction
{
    /// <summary>Creates it.</summary>
    /// <param name="type">A concrete class.</param>
    /// <param name="services">Where arguments come from.</param>
    /// <param name="handler">The handler, if a constructor could be called.</param>
    /// <param name="owned">False if the service provider disposes the handler.</param>
    /// <param name="failure">Else why none could.</param>
    /// <exception cref="Exception">What the constructor threw, not wrapped.</exception>
    public static bool TryCreate(
        Type type,
        AppServices services,
        [NotNullWhen(true)] out object? handler,
        out bool owned,
        [NotNullWhen(false)] out AppBootFailure? failure)
    {
        failure = null;
        owned = !services.Registrations.Any(service => service.ServiceType == type);
        handler = !owned ? services.Provider.GetRequiredService(type)
            : (failure = ConstructorCheck.Problem(type, services)) is null ? ActivatorUtilities.CreateInstance(services.Provider, type)
            : null;
        return handler is not null;
    }

    /// <summary>
    /// Creates it without a service provider, which costs more time than all the rest of a small app's boot. Possible for the
    /// usual handler: with one public constructor that takes nothing but services of the host.
    /// </summary>
    /// <inheritdoc cref="TryCreate" path="/param"/>
    /// <inheritdoc cref="TryCreate" path="/exception"/>
    public static bool TryCreateDirectly(Type type, AppServices services, [NotNullWhen(true)] out object? handler)
    {
        handler = null;
        if (type.GetConstructors() is not [var constructor])
        {
            return false;
        }

        var parameters = constructor.GetParameters();
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (!services.TryGetHostService(parameters[i].ParameterType, out arguments[i]))
            {
                return false;
            }
        }

        handler = constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
        return true;
    }
}
