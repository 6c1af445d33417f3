using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace AppHost.Tests.Apps;

/// <summary>Changes versions in a real DLL, for frameworks that are not installed here.</summary>
internal static class AssemblyPatch
{
    /// <summary>Makes the DLL ask for another major version of an assembly it refers to.</summary>
    public static byte[] RaiseReference(byte[] assembly, string reference, ushort major)
    {
        using var image = new PEReader(new MemoryStream(assembly));
        var reader = image.GetMetadataReader();
        var row = reader.AssemblyReferences.Single(handle => reader.GetString(reader.GetAssemblyReference(handle).Name) == reference);

        // ECMA-335 II.22.5: a row of AssemblyRef starts with the major version, two bytes.
        var offset = image.PEHeaders.MetadataStartOffset
            + reader.GetTableMetadataOffset(TableIndex.AssemblyRef)
            + ((reader.GetRowNumber(row) - 1) * reader.GetTableRowSize(TableIndex.AssemblyRef));
        var patched = (byte[])assembly.Clone();
        BinaryPrimitives.WriteUInt16LittleEndian(patched.AsSpan(offset), major);
        return patched;
    }
}
