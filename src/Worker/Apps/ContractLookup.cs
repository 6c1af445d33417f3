using System.Reflection.Metadata;

namespace AppHost.Worker.Apps;

/// <summary>The interfaces of AppHost.Abstractions that a host looks for.</summary>
[Flags]
internal enum ImplementedContracts
{
    None = 0,
    Handler = 1,
    AsyncHandler = 2,
    Services = 4,
}

/// <summary>
/// Finds out which contracts a class implements: itself, through an interface that extends one, or through a base class,
/// also one in an assembly of the same folder. Not thread-safe.
/// </summary>
internal sealed class ContractLookup(string folder) : IDisposable
{
    private readonly Dictionary<(AssemblyMetadata, TypeDefinitionHandle), ImplementedContracts> _known = [];
    private readonly Dictionary<string, AssemblyMetadata?> _neighbours = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The contracts of one type.</summary>
    public ImplementedContracts ImplementedBy(AssemblyMetadata assembly, TypeDefinitionHandle handle)
    {
        if (_known.TryGetValue((assembly, handle), out var contracts))
        {
            return contracts;
        }

        // Entered first: a malformed file may have a type that is its own base.
        _known[(assembly, handle)] = ImplementedContracts.None;
        var type = assembly.Reader.GetTypeDefinition(handle);
        contracts = ImplementedByAny(assembly, type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            contracts |= ImplementedByAny(assembly, assembly.Reader.GetInterfaceImplementation(implementation).Interface);
        }

        return _known[(assembly, handle)] = contracts;
    }

    /// <summary>Closes the neighbours that were read.</summary>
    public void Dispose()
    {
        foreach (var neighbour in _neighbours.Values)
        {
            neighbour?.Dispose();
        }
    }

    private ImplementedContracts ImplementedByAny(AssemblyMetadata assembly, EntityHandle type) => type switch
    {
        { IsNil: true } => ImplementedContracts.None,
        { Kind: HandleKind.TypeDefinition } => ImplementedBy(assembly, (TypeDefinitionHandle)type),
        { Kind: HandleKind.TypeReference } => ImplementedByReferenced(assembly, (TypeReferenceHandle)type),
        { Kind: HandleKind.TypeSpecification } => ImplementedByAny(assembly, GenericDefinition(assembly, (TypeSpecificationHandle)type)),
        _ => ImplementedContracts.None,
    };

    private ImplementedContracts ImplementedByReferenced(AssemblyMetadata assembly, TypeReferenceHandle type)
    {
        var assemblyName = assembly.AssemblyOf(type);
        if (assemblyName == SharedAssemblies.Contracts)
        {
            return assembly.NameOf(type) switch
            {
                "AppHost.IHandler" => ImplementedContracts.Handler,
                "AppHost.IAsyncHandler" => ImplementedContracts.AsyncHandler,
                "AppHost.IHandlerServices" => ImplementedContracts.Services,
                _ => ImplementedContracts.None,
            };
        }

        return assemblyName is not null && !SharedAssemblies.Contains(assemblyName) && Neighbour(assemblyName) is { } neighbour
            && neighbour.TryFindType(assembly.NameOf(type), out var definition)
            ? ImplementedBy(neighbour, definition)
            : ImplementedContracts.None;
    }

    private AssemblyMetadata? Neighbour(string assemblyName)
    {
        if (!_neighbours.TryGetValue(assemblyName, out var neighbour))
        {
            try
            {
                neighbour = AssemblyMetadata.Read(Path.Combine(folder, assemblyName + ".dll"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A dependency that is missing is reported when it is needed: at boot, by name.
                neighbour = null;
            }

            _neighbours.Add(assemblyName, neighbour);
        }

        return neighbour;
    }

    // ECMA-335 II.23.2.14: an instance of a generic type is GENERICINST (0x15), CLASS or VALUETYPE, then the type it is made of.
    private static EntityHandle GenericDefinition(AssemblyMetadata assembly, TypeSpecificationHandle handle)
    {
        var blob = assembly.Reader.GetBlobReader(assembly.Reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadCompressedInteger() != (int)SignatureTypeCode.GenericTypeInstance)
        {
            return default;
        }

        blob.ReadCompressedInteger();
        return blob.ReadTypeHandle();
    }
}
