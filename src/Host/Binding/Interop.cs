using System.Runtime.InteropServices;

namespace AppHost.Host.Binding;

/// <summary>
/// The few libc calls about listening sockets that .NET does not offer. Linux only; every constant here has the same value on x64 and
/// arm64 (O_DIRECTORY and O_NOFOLLOW, for two, have not, and struct stat differs: hence statx).
/// </summary>
internal static partial class Interop
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EBADF = 9;
    public const int EAGAIN = 11;
    public const int EACCES = 13;
    public const int ENOTDIR = 20;
    public const int EROFS = 30;
    public const int EPROTOTYPE = 91;
    public const int EADDRINUSE = 98;
    public const int ECONNREFUSED = 111;

    private const int F_GETFD = 1;
    private const int F_SETFD = 2;
    private const int F_GETFL = 3;
    private const int F_SETFL = 4;
    private const int F_DUPFD_CLOEXEC = 1030;
    private const int FD_CLOEXEC = 1;
    private const int O_WRONLY = 1;
    private const int O_CREAT = 0x40;
    private const int O_APPEND = 0x400;
    private const int O_NONBLOCK = 0x800;
    private const int O_CLOEXEC = 0x80000;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int CLOCK_BOOTTIME = 7;
    private const int AT_FDCWD = -100;
    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const uint STATX_BASIC_STATS = 0x7ff;
    private const ushort AF_UNIX = 1;

    // rw-rw-rw-, less what the umask takes away.
    private const uint DefaultMode = 0x1B6;

    /// <summary>The errno of the last failed call on this thread.</summary>
    public static int LastError => Marshal.GetLastPInvokeError();

    /// <summary>The system's sentence for an errno.</summary>
    public static string Describe(int error) => Marshal.GetPInvokeErrorMessage(error);

    /// <summary>A close-on-exec copy of a descriptor, or -1.</summary>
    public static int Duplicate(int descriptor) => Fcntl(descriptor, F_DUPFD_CLOEXEC, 0);

    public static bool SetCloseOnExec(int descriptor)
    {
        int flags = Fcntl(descriptor, F_GETFD, 0);
        return flags >= 0 && Fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) == 0;
    }

    public static bool SetNonBlocking(int descriptor)
    {
        int flags = Fcntl(descriptor, F_GETFL, 0);
        return flags >= 0 && Fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0;
    }

    public static bool SetMode(int descriptor, UnixFileMode mode) => Fchmod(descriptor, (uint)mode) == 0;

    public static bool SetMode(string path, UnixFileMode mode) => Chmod(path, (uint)mode) == 0;

    /// <summary>Opens a folder to lock it; -1 on failure. .NET refuses to open folders.</summary>
    public static int OpenFolder(string path) => Open(path, O_CLOEXEC, 0);

    /// <summary>Opens a file to write at its end, and makes it if need be; -1 on failure.</summary>
    public static int OpenToAppend(string path) => Open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, DefaultMode);

    /// <summary>Makes a descriptor name the open file of another, in one step.</summary>
    public static bool Replace(int descriptor, int by, bool closeOnExec) => Dup3(by, descriptor, closeOnExec ? O_CLOEXEC : 0) >= 0;

    /// <summary>CLOCK_BOOTTIME: since boot, the time in suspend included.</summary>
    public static unsafe TimeSpan SinceBoot()
    {
        long* time = stackalloc long[2];
        _ = GetTime(CLOCK_BOOTTIME, time);
        return TimeSpan.FromSeconds(time[0]) + TimeSpan.FromTicks(time[1] / 100);
    }

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    public static bool TryLock(int descriptor) => Flock(descriptor, LOCK_EX | LOCK_NB) == 0;

    public static bool StartListening(int descriptor, int backlog) => Listen(descriptor, backlog) == 0;

    /// <summary>bind(2) to a path. Not Socket.Bind: that one deletes the path on Dispose, whoever owns it by then.</summary>
    public static unsafe bool BindUnix(int descriptor, ReadOnlySpan<byte> path)
    {
        // struct sockaddr_un: family in native byte order, then the path with its zero.
        Span<byte> address = stackalloc byte[2 + path.Length + 1];
        address.Clear();
        MemoryMarshal.Write(address, AF_UNIX);
        path.CopyTo(address[2..]);
        fixed (byte* pointer = address) return Bind(descriptor, pointer, (uint)address.Length) == 0;
    }

    /// <summary>Device and inode of a path, its last part not followed, and its type bits (S_IFMT); null with an errno.</summary>
    public static (ulong Device, ulong Inode, int Mode)? Stat(string path) => Stat(path, AT_SYMLINK_NOFOLLOW);

    /// <summary>The same, its last part followed.</summary>
    public static (ulong Device, ulong Inode, int Mode)? StatTarget(string path) => Stat(path, 0);

    private static unsafe (ulong Device, ulong Inode, int Mode)? Stat(string path, int flags)
    {
        byte* buffer = stackalloc byte[256];
        if (Statx(AT_FDCWD, path, flags, STATX_BASIC_STATS, buffer) != 0) return null;
        // Offsets of struct statx (linux/stat.h), one layout for all architectures: mode 28, ino 32, dev_major 136, dev_minor 140.
        return (((ulong)*(uint*)(buffer + 136) << 32) | *(uint*)(buffer + 140), *(ulong*)(buffer + 32), *(ushort*)(buffer + 28));
    }

    /// <summary>The user that owns a path, its last part not followed; null with an errno.</summary>
    public static unsafe int? OwnerOf(string path)
    {
        byte* buffer = stackalloc byte[256];
        // stx_uid of struct statx.
        return Statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, buffer) == 0 ? *(int*)(buffer + 20) : null;
    }

    /// <summary>The user that this process acts as.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial int EffectiveUser();

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int fd, int command, int argument);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int Fchmod(int fd, uint mode);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chmod(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "dup3", SetLastError = true)]
    private static partial int Dup3(int from, int to, int flags);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static unsafe partial int GetTime(int clock, long* time);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int fd, int operation);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    private static partial int Listen(int fd, int backlog);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static unsafe partial int Bind(int fd, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* result);
}
