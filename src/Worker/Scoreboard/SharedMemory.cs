using AppHost.Worker.Interop;

namespace AppHost.Worker.Scoreboard;

/// <summary>
/// A memfd and its mapping. A file on a disk is no alternative: writers of such a map were seen to stall for 4 ms behind
/// write-back, and a file that somebody truncates is SIGBUS in every process; seals rule the latter out.
/// </summary>
internal sealed unsafe class SharedMemory : IDisposable
{
    private readonly nuint _length;
    private byte* _address;

    private SharedMemory(int descriptor, nuint length)
    {
        Descriptor = descriptor;
        _length = length;
        void* address = Libc.mmap(null, length, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, descriptor, 0);
        if (address == (void*)-1) throw Libc.Failure("mmap");
        _address = (byte*)address;
    }

    /// <summary>The memfd, to be inherited by workers.</summary>
    public int Descriptor { get; }

    /// <summary>Where it is mapped; null after <see cref="Dispose"/>.</summary>
    public byte* Address => _address;

    /// <summary>Makes a sealed memfd, all zero.</summary>
    public static SharedMemory Create(string name, long length)
    {
        int descriptor = Libc.memfd_create(name, Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING);
        if (descriptor < 0) throw Libc.Failure("memfd_create");
        try
        {
            if (Libc.ftruncate(descriptor, (nint)length) < 0) throw Libc.Failure("ftruncate");
            const int Seals = Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_SEAL;
            if (Libc.fcntl(descriptor, Libc.F_ADD_SEALS, Seals) < 0) throw Libc.Failure("fcntl(F_ADD_SEALS)");
            return new SharedMemory(descriptor, (nuint)length);
        }
        catch (IOException)
        {
            _ = Libc.close(descriptor);
            throw;
        }
    }

    /// <summary>Maps an inherited memfd.</summary>
    public static SharedMemory Open(int descriptor, long length) => new(descriptor, (nuint)length);

    /// <summary>Unmaps and closes; other processes keep theirs. No region may be used afterwards.</summary>
    public void Dispose()
    {
        if (_address is null) return;
        _ = Libc.munmap(_address, _length);
        _ = Libc.close(Descriptor);
        _address = null;
    }
}
