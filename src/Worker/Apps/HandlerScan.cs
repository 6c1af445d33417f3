using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace AppHost.Worker.Apps;

/// <summary>The classes of an assembly that matter to a host. Made from metadata; base classes may be in assemblies beside it.</summary>
internal sealed class HandlerScan
{
    /// <summary>The reason of an <see cref="UnusableClass"/> that is there to be derived from.</summary>
    public const string IsAbstract = "is abstract";

    /// <summary>Puts findings together.</summary>
    public HandlerScan(
        IReadOnlyList<HandlerClass> handlers,
        IReadOnlyList<string> servicesClasses,
        IReadOnlyList<UnusableClass> unusable,
        IReadOnlyList<string> otherClasses)
    {
        Handlers = handlers;
        ServicesClasses = servicesClasses;
        Unusable = unusable;
        OtherClasses = otherClasses;
    }

    /// <summary>Public, concrete handlers, by name.</summary>
    public IReadOnlyList<HandlerClass> Handlers { get; }

    /// <summary>Public, concrete <see cref="IHandlerServices"/>, by name.</summary>
    public IReadOnlyList<string> ServicesClasses { get; }

    /// <summary>Classes that implement one of the contracts but cannot be made, by name.</summary>
    public IReadOnlyList<UnusableClass> Unusable { get; }

    /// <summary>All other classes, for telling a name that is wrong from a class that is no handler.</summary>
    public IReadOnlyList<string> OtherClasses { get; }

    /// <summary>Looks through an assembly.</summary>
    /// <param name="assembly">The app.</param>
    /// <param name="folder">Where the assemblies of base classes are looked for.</param>
    public static HandlerScan Of(AssemblyMetadata assembly, string folder)
    {
        using var contracts = new ContractLookup(folder);
        var handlers = new List<HandlerClass>();
        var services = new List<string>();
        var unusable = new List<UnusableClass>();
        var others = new List<string>();
        foreach (var handle in assembly.Reader.TypeDefinitions)
        {
            var type = assembly.Reader.GetTypeDefinition(handle);
            if ((type.Attributes & TypeAttributes.Interface) != 0)
            {
                continue;
            }

            var name = assembly.NameOf(handle);
            var implemented = contracts.ImplementedBy(assembly, handle);
            if (implemented == ImplementedContracts.None)
            {
                others.Add(name);
            }
            else if (WhyNotUsable(assembly, type) is { } reason)
            {
                unusable.Add(new UnusableClass(name, reason, implemented));
            }
            else
            {
                if (ContractOf(implemented) is { } contract)
                {
                    handlers.Add(new HandlerClass(name, contract, MetadataTokens.GetToken(handle)));
                }

                if ((implemented & ImplementedContracts.Services) != 0)
                {
                    services.Add(name);
                }
            }
        }

        return new HandlerScan(
            [.. handlers.OrderBy(handler => handler.Name, StringComparer.Ordinal)],
            [.. services.Order(StringComparer.Ordinal)],
            [.. unusable.OrderBy(type => type.Name, StringComparer.Ordinal)],
            others);
    }

    private static string? WhyNotUsable(AssemblyMetadata assembly, TypeDefinition type) => type switch
    {
        _ when (type.Attributes & TypeAttributes.Abstract) != 0 => IsAbstract,
        _ when type.GetGenericParameters().Count > 0 => "is generic",
        _ when !assembly.IsPublic(type) => "is not public",
        _ => null,
    };

    private static HandlerContract? ContractOf(ImplementedContracts implemented) =>
        (implemented & (ImplementedContracts.Handler | ImplementedContracts.AsyncHandler)) switch
        {
            ImplementedContracts.Handler => HandlerContract.Blocking,
            ImplementedContracts.AsyncHandler => HandlerContract.Async,
            ImplementedContracts.None => null,
            _ => HandlerContract.Both,
        };
}

/// <summary>A class that implements a contract but cannot be made.</summary>
/// <param name="Name">Full name in reflection's notation.</param>
/// <param name="Reason">What it is: "is abstract", "is generic", "is not public".</param>
/// <param name="Contracts">What it implements.</param>
internal sealed record UnusableClass(string Name, string Reason, ImplementedContracts Contracts);
