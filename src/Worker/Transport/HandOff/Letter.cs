using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace AppHost.Worker.Transport.HandOff;

/// <summary>
/// A message to a sibling's mailbox: some connections of one listener, all for the same reason; or none, which says that the sender has
/// a free slot. Bytes: number of the format, reason, count, region of the sender, length of the address; the address; the connections.
/// </summary>
internal static class Letter
{
    /// <summary>Of one letter; the kernel takes up to 253 descriptors (SCM_MAX_FD).</summary>
    public const int MostConnections = 64;

    /// <summary>Of the address of a listener, as text: a unix path is the longest.</summary>
    public const int LongestAddress = 128;

    private const int Format = 0x41504831; // "APH1"

    /// <summary>Bytes that any letter fits into.</summary>
    public static int MostBytes => Unsafe.SizeOf<Header>() + LongestAddress + (MostConnections * Unsafe.SizeOf<OfferedConnection>());

    /// <summary>Writes one.</summary>
    /// <param name="letter">At least <see cref="MostBytes"/> long.</param>
    /// <param name="region">The sender's.</param>
    /// <param name="address">The listener's; at most <see cref="LongestAddress"/> bytes.</param>
    /// <returns>Its length.</returns>
    public static int Write(
        Span<byte> letter, int region, HandOffReason reason, ReadOnlySpan<byte> address, ReadOnlySpan<OfferedConnection> connections)
    {
        MemoryMarshal.Write(letter, new Header(Format, (short)reason, (short)connections.Length, region, address.Length));
        int at = Unsafe.SizeOf<Header>();
        address.CopyTo(letter[at..]);
        at += address.Length;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(connections);
        bytes.CopyTo(letter[at..]);
        return at + bytes.Length;
    }

    /// <summary>Reads one.</summary>
    /// <param name="connections">Takes the connections; room for <see cref="MostConnections"/>.</param>
    /// <returns>Null if it is none: of another build, or from somebody who knows no better.</returns>
    public static Contents? Read(ReadOnlySpan<byte> letter, Span<OfferedConnection> connections)
    {
        int size = Unsafe.SizeOf<Header>();
        if (letter.Length < size) return null;
        Header header = MemoryMarshal.Read<Header>(letter);
        if (header.Number != Format || header.Count is < 0 or > MostConnections || header.AddressLength is < 0 or > LongestAddress) return null;
        int bytes = header.Count * Unsafe.SizeOf<OfferedConnection>();
        if (letter.Length != size + header.AddressLength + bytes) return null;
        letter.Slice(size + header.AddressLength, bytes).CopyTo(MemoryMarshal.AsBytes(connections));
        string address = Encoding.UTF8.GetString(letter.Slice(size, header.AddressLength));
        return new Contents((HandOffReason)header.Reason, header.Count, header.Region, address);
    }

    /// <summary>What a letter says beside its connections.</summary>
    internal sealed record Contents(HandOffReason Reason, int Count, int Region, string Address);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Header(int Number, short Reason, short Count, int Region, int AddressLength);
}
