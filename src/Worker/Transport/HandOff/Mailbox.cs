using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using AppHost.Worker.Interop;

namespace AppHost.Worker.Transport.HandOff;

/// <summary>
/// A unix datagram socket in a folder that only the host's user can enter: what siblings send to a worker, with descriptors beside it
/// (SCM_RIGHTS). Never waits: a full mailbox is the sender's to cope with. Loop thread only.
/// </summary>
/// <remarks>
/// A datagram, and not a stream for each pair of workers: it comes whole or not at all, and N workers need N sockets instead of N x N.
/// The kernel holds net.unix.max_dgram_qlen (10) letters, each of which carries up to 64 connections.
/// </remarks>
internal sealed unsafe class Mailbox : IDisposable
{
    /// <summary><c>sizeof(sun_path)</c>, its closing zero included.</summary>
    private const int LongestPath = 108;

    /// <summary><c>sizeof(struct cmsghdr)</c> of 64-bit Linux: length, level, type. What follows is aligned to 8.</summary>
    private const int ControlHeader = 16;

    private const int CredentialsSize = 12;
    private const int ControlSize = ControlHeader + (Letter.MostConnections * sizeof(int)) + ControlHeader + CredentialsSize + 8;

    private readonly string _folder;
    private readonly string _path;
    private readonly byte[] _received = new byte[Letter.MostBytes];

    /// <summary>Opens a worker's own; one that a dead worker left behind is replaced.</summary>
    /// <exception cref="IOException">It cannot be made there.</exception>
    public Mailbox(string folder, int region)
    {
        _folder = folder;
        _path = PathOf(folder, region);
        Descriptor = Libc.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM | Libc.O_CLOEXEC | Libc.O_NONBLOCK, 0);
        if (Descriptor < 0) throw Libc.Failure("socket");
        try
        {
            File.Delete(_path);
            byte* address = stackalloc byte[2 + LongestPath];
            int on = 1;
            if (Libc.bind(Descriptor, address, Address(_path, address)) < 0) throw Libc.Failure($"bind {_path}");
            if (Libc.setsockopt(Descriptor, Libc.SOL_SOCKET, Libc.SO_PASSCRED, &on, sizeof(int)) < 0) throw Libc.Failure("setsockopt(SO_PASSCRED)");
        }
        catch
        {
            _ = Libc.close(Descriptor);
            throw;
        }
    }

    /// <summary>To wait for letters.</summary>
    public int Descriptor { get; }

    /// <summary>Where the mailbox of a region is.</summary>
    public static string PathOf(string folder, int region) => Path.Combine(folder, $"worker-{region}.mail");

    /// <summary>Sends a letter.</summary>
    /// <param name="region">Whose mailbox.</param>
    /// <param name="descriptors">They stay open here.</param>
    /// <returns>Null, or why nothing was sent.</returns>
    public HandOffFailure? Send(int region, ReadOnlySpan<byte> letter, ReadOnlySpan<int> descriptors)
    {
        byte* address = stackalloc byte[2 + LongestPath];
        byte* control = stackalloc byte[ControlSize];
        fixed (byte* bytes = letter)
        {
            var vector = new IoVector(bytes, (nuint)letter.Length);
            var message = new MessageHeader
            {
                Name = address,
                NameLength = Address(PathOf(_folder, region), address),
                Vectors = &vector,
                VectorCount = 1,
            };
            if (descriptors.Length > 0)
            {
                int length = ControlHeader + (descriptors.Length * sizeof(int));
                *(nint*)control = length;
                ((int*)control)[2] = Libc.SOL_SOCKET;
                ((int*)control)[3] = Libc.SCM_RIGHTS;
                descriptors.CopyTo(new Span<int>(control + ControlHeader, descriptors.Length));
                message.Control = control;
                message.ControlLength = (nuint)Aligned(length);
            }

            while (Libc.sendmsg(Descriptor, &message, Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL) < 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error == Libc.EINTR) continue;
                return error == Libc.EAGAIN ? HandOffFailure.MailboxFull : HandOffFailure.NoMailbox;
            }
        }

        return null;
    }

    /// <summary>Takes the next letter.</summary>
    /// <param name="descriptors">Takes its descriptors, which are the caller's; room for <see cref="Letter.MostConnections"/>.</param>
    /// <returns>Null if there is none.</returns>
    public Received? TryReceive(Span<int> descriptors)
    {
        byte* control = stackalloc byte[ControlSize];
        fixed (byte* bytes = _received)
        {
            var vector = new IoVector(bytes, (nuint)_received.Length);
            var message = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = ControlSize };
            nint length;
            do
            {
                length = Libc.recvmsg(Descriptor, &message, Libc.MSG_DONTWAIT | Libc.MSG_CMSG_CLOEXEC);
            }
            while (length < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);

            if (length < 0) return null;
            (int count, int process, uint user) = ReadControl(new ReadOnlySpan<byte>(control, (int)message.ControlLength), descriptors);
            return new Received(_received.AsMemory(0, (int)length), count, process, user);
        }
    }

    public void Dispose()
    {
        // Letters that nobody has read are lost with it, and their connections are their senders' still.
        _ = Libc.close(Descriptor);
        File.Delete(_path);
    }

    private static (int Count, int Process, uint User) ReadControl(ReadOnlySpan<byte> control, Span<int> descriptors)
    {
        int count = 0;
        int process = 0;
        uint user = uint.MaxValue;
        while (control.Length >= ControlHeader)
        {
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(control);
            if (length < ControlHeader || length > control.Length) break;
            ReadOnlySpan<byte> data = control[ControlHeader..length];
            int type = BitConverter.ToInt32(control[12..]);
            if (type == Libc.SCM_RIGHTS)
            {
                count = data.Length / sizeof(int);
                MemoryMarshal.Cast<byte, int>(data)[..count].CopyTo(descriptors);
            }
            else if (type == Libc.SCM_CREDENTIALS)
            {
                process = BitConverter.ToInt32(data);
                user = BitConverter.ToUInt32(data[4..]);
            }

            control = control[Math.Min(control.Length, Aligned(length))..];
        }

        return (count, process, user);
    }

    private static int Aligned(int length) => (length + 7) & ~7;

    private static uint Address(string path, byte* address)
    {
        *(ushort*)address = Libc.AF_UNIX;
        int length = Encoding.UTF8.GetBytes(path, new Span<byte>(address + 2, LongestPath - 1));
        address[2 + length] = 0;
        return (uint)(2 + length + 1);
    }

    /// <summary>A letter, and who sent it: the kernel vouches for process and user.</summary>
    /// <param name="Bytes">Until the next one is taken.</param>
    /// <param name="Descriptors">How many came with it.</param>
    internal sealed record Received(ReadOnlyMemory<byte> Bytes, int Descriptors, int Process, uint User);
}
