using System.Net;
using System.Net.Sockets;

namespace AppHost.Worker.Messages;

/// <summary>An inherited listener.</summary>
/// <param name="Descriptor">Its number, the same in master and worker.</param>
/// <param name="Address">An IP address, or the path of a unix socket.</param>
/// <param name="Port">0 for a unix socket.</param>
/// <param name="Http2">HTTP/2 with prior knowledge instead of HTTP/1.1.</param>
internal sealed record ListenerAssignment(int Descriptor, string Address, int Port, bool Http2)
{
    /// <summary>Describes a bound end point.</summary>
    public static ListenerAssignment Create(int descriptor, EndPoint endPoint, bool http2) => endPoint switch
    {
        IPEndPoint ip => new ListenerAssignment(descriptor, ip.Address.ToString(), ip.Port, http2),
        UnixDomainSocketEndPoint unix => new ListenerAssignment(descriptor, unix.ToString(), 0, http2),
        _ => throw new ArgumentException($"Not an end point that can be listened on: {endPoint}.", nameof(endPoint)),
    };

    /// <summary>The address in the form in which apps of the framework read and write addresses.</summary>
    public string ToUrl() => ToEndPoint() is IPEndPoint ip ? $"http://{ip}" : $"http://unix:{Address}";

    /// <summary>The end point as Kestrel is to know it.</summary>
    public EndPoint ToEndPoint() =>
        IPAddress.TryParse(Address, out IPAddress? ip) ? new IPEndPoint(ip, Port) : new UnixDomainSocketEndPoint(Address);
}
