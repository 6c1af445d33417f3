using System.Net;

namespace AppHost.Load.Engine;

/// <summary>The server: its socket address as the kernel takes it, and how requests name it.</summary>
internal sealed class Target
{
    public Target(EndPoint endPoint, string text, string host)
    {
        var address = endPoint.Serialize();
        (Text, Host) = (text, host);
        Address = GC.AllocateUninitializedArray<byte>(address.Size, pinned: true);
        address.Buffer.Span[..address.Size].CopyTo(Address);
        // The first two bytes are the family as the kernel numbers it; .NET numbers IPv6 differently from Linux.
        Family = BitConverter.ToUInt16(Address, 0);
        IsTcp = endPoint is IPEndPoint;
        IsLocal = endPoint is not IPEndPoint ip || IPAddress.IsLoopback(ip.Address);
    }

    /// <summary>The address family as Linux numbers it.</summary>
    public int Family { get; }

    /// <summary>The sockaddr, at an address that never moves.</summary>
    public byte[] Address { get; }

    /// <summary>Whether it is TCP, else a Unix socket.</summary>
    public bool IsTcp { get; }

    /// <summary>Whether no packet leaves this machine.</summary>
    public bool IsLocal { get; }

    /// <summary>As the user wrote it.</summary>
    public string Text { get; }

    /// <summary>Value of the Host field.</summary>
    public string Host { get; }
}
