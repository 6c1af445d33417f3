using System.Runtime.InteropServices;

namespace AppHost.Worker.Interop;

/// <summary>
/// <c>struct epoll_event</c>. On x86-64 alone the kernel packs it to 12 bytes (EPOLL_PACKED in eventpoll.h); on other
/// architectures the data is aligned to 8.
/// </summary>
internal struct EpollEvent
{
    public const uint In = 0x001;
    public const uint Out = 0x004;
    public const uint Error = 0x008;
    public const uint HangUp = 0x010;
    public const uint ReadHangUp = 0x2000;
    public const uint Exclusive = 1u << 28;
    public const uint EdgeTriggered = 1u << 31;

    private static readonly bool Packed = RuntimeInformation.ProcessArchitecture is Architecture.X64;

    /// <summary>Bytes of one event in the kernel's array.</summary>
    public static readonly int Size = Packed ? 12 : 16;

    private static readonly int DataOffset = Packed ? 4 : 8;

    /// <summary>Reads the event at an index of the kernel's array.</summary>
    public static unsafe void Read(byte* array, int index, out uint events, out ulong data)
    {
        byte* at = array + (index * Size);
        events = *(uint*)at;
        data = *(ulong*)(at + DataOffset);
    }

    /// <summary>Writes one event in the kernel's layout; 16 bytes are enough for either.</summary>
    public static unsafe void Write(byte* at, uint events, ulong data)
    {
        *(uint*)at = events;
        *(ulong*)(at + DataOffset) = data;
    }
}
