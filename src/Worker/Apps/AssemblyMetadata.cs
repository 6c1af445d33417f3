using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AppHost.Worker.Apps;

/// <summary>
/// The metadata of one assembly file. The file is read into memory, neither loaded nor mapped: the master must not run user
/// code, and a mapped file that is overwritten ends the process with SIGBUS.
/// </summary>
internal sealed class AssemblyMetadata : IDisposable
{
    private readonly PEReader _image;
    private Dictionary<string, TypeDefinitionHandle>? _typesByName;

    private AssemblyMetadata(PEReader image, MetadataReader reader)
    {
        _image = image;
        Reader = reader;
    }

    /// <summary>The tables.</summary>
    public MetadataReader Reader { get; }

    /// <summary>True for a program, false for a library.</summary>
    public bool HasEntryPoint => _image.PEHeaders.CorHeader!.EntryPointTokenOrRelativeVirtualAddress != 0;

    /// <summary>Reads a file.</summary>
    /// <returns>Its metadata; null if it is not a .NET assembly.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static AssemblyMetadata? Read(string path)
    {
        var image = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
        try
        {
            if (image.HasMetadata && image.GetMetadataReader() is { IsAssembly: true } reader)
            {
                return new AssemblyMetadata(image, reader);
            }
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            // Not an image, or one that was cut off.
        }

        image.Dispose();
        return null;
    }

    /// <summary>What the metadata reader throws at a file that was cut off or is something else.</summary>
    public static bool IsMalformed(Exception exception) =>
        exception is BadImageFormatException or InvalidOperationException or ArgumentOutOfRangeException or OverflowException;

    /// <summary>The class of that name in reflection's notation, if the assembly defines it.</summary>
    public bool TryFindType(string name, out TypeDefinitionHandle type)
    {
        _typesByName ??= IndexTypes();
        return _typesByName.TryGetValue(name, out type);
    }

    /// <summary>A type's full name in reflection's notation.</summary>
    public string NameOf(TypeDefinitionHandle handle)
    {
        var type = Reader.GetTypeDefinition(handle);
        var outer = type.GetDeclaringType();
        return outer.IsNil ? Join(type.Namespace, type.Name) : $"{NameOf(outer)}+{Reader.GetString(type.Name)}";
    }

    /// <summary>A referenced type's full name in reflection's notation.</summary>
    public string NameOf(TypeReferenceHandle handle)
    {
        var type = Reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf((TypeReferenceHandle)type.ResolutionScope)}+{Reader.GetString(type.Name)}"
            : Join(type.Namespace, type.Name);
    }

    /// <summary>The simple name of the assembly that a referenced type comes from; null if it is none.</summary>
    public string? AssemblyOf(TypeReferenceHandle handle)
    {
        EntityHandle scope = handle;
        while (scope.Kind == HandleKind.TypeReference)
        {
            scope = Reader.GetTypeReference((TypeReferenceHandle)scope).ResolutionScope;
        }

        return scope.Kind == HandleKind.AssemblyReference
            ? Reader.GetString(Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)
            : null;
    }

    /// <summary>The version in which the assembly was compiled against another one; null if it does not refer to that.</summary>
    public Version? ReferencedVersion(string assemblyName)
    {
        foreach (var handle in Reader.AssemblyReferences)
        {
            var reference = Reader.GetAssemblyReference(handle);
            if (Reader.StringComparer.Equals(reference.Name, assemblyName))
            {
                return reference.Version;
            }
        }

        return null;
    }

    /// <summary>True if an attribute of that name stands on the assembly.</summary>
    public bool HasAttribute(string attributeName) => FindAttribute(attributeName) is not null;

    /// <summary>The first constructor argument, a string, of an attribute of the assembly; null without it.</summary>
    public string? AttributeText(string attributeName)
    {
        if (FindAttribute(attributeName) is not { } attribute)
        {
            return null;
        }

        // ECMA-335 II.23.3: a prolog of two bytes, then the arguments.
        var blob = Reader.GetBlobReader(attribute.Value);
        return blob.ReadUInt16() == 1 ? blob.ReadSerializedString() : null;
    }

    /// <summary>True if the type can be seen from other assemblies, itself and all types around it.</summary>
    public bool IsPublic(TypeDefinition type)
    {
        var visibility = type.Attributes & TypeAttributes.VisibilityMask;
        return visibility == TypeAttributes.Public
            || (visibility == TypeAttributes.NestedPublic && IsPublic(Reader.GetTypeDefinition(type.GetDeclaringType())));
    }

    /// <summary>Gives the memory of the file free.</summary>
    public void Dispose() => _image.Dispose();

    private CustomAttribute? FindAttribute(string attributeName)
    {
        foreach (var handle in Reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = Reader.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind == HandleKind.MemberReference
                && Reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
                && NameOf((TypeReferenceHandle)type) == attributeName)
            {
                return attribute;
            }
        }

        return null;
    }

    private Dictionary<string, TypeDefinitionHandle> IndexTypes()
    {
        var types = new Dictionary<string, TypeDefinitionHandle>(StringComparer.Ordinal);
        foreach (var handle in Reader.TypeDefinitions)
        {
            types.TryAdd(NameOf(handle), handle);
        }

        return types;
    }

    private string Join(StringHandle @namespace, StringHandle name) =>
        @namespace.IsNil ? Reader.GetString(name) : $"{Reader.GetString(@namespace)}.{Reader.GetString(name)}";
}
