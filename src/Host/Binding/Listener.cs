using System.Net;
using System.Net.Sockets;

namespace AppHost.Host.Binding;

/// <summary>
/// One listening descriptor with the configured address that asked for it. An address may have several (<c>localhost</c> has two).
/// Immutable; <see cref="Dispose"/> ends the shared socket and may be called from any thread, more than once.
/// </summary>
internal sealed class Listener : IDisposable
{
    public Listener(BindAddress address, ListeningSocket socket)
    {
        Address = address;
        Socket = socket;
    }

    public BindAddress Address { get; }

    /// <summary>The bound end point, with the real port if port 0 was asked.</summary>
    public EndPoint EndPoint => Socket.EndPoint;

    /// <summary>The descriptor's number, the same in the workers that inherit it. Close-on-exec until a spawner clears that flag.</summary>
    public int Descriptor => Socket.Descriptor;

    /// <summary>HTTP/2 with prior knowledge instead of HTTP/1.1.</summary>
    public bool Http2 => Address.Http2;

    /// <summary>For people and for <c>status</c>: <c>http://127.0.0.1:41234</c>, <c>http://*:80</c>, <c>unix:/run/app.sock</c>.</summary>
    public string DisplayText
    {
        get
        {
            string place = EndPoint switch
            {
                IPEndPoint ip when Socket.DualStack => $"http://*:{ip.Port}",
                IPEndPoint ip => $"http://{BindHost.Format(ip.Address)}:{ip.Port}",
                UnixDomainSocketEndPoint unix => $"unix:{unix}",
                _ => EndPoint.ToString() ?? "",
            };
            if (Http2) place += "?http=2";
            return Address is DescriptorBindAddress passed ? $"{place} (fd://{passed.Number})" : place;
        }
    }

    internal ListeningSocket Socket { get; }

    /// <summary>Closes the descriptor and removes the socket file that was made for it.</summary>
    public void Dispose() => Socket.Dispose();

    /// <inheritdoc/>
    public override string ToString() => DisplayText;
}
