using System.Net;
using AppHost.Host.Control.Http;

namespace AppHost.Host.Control.Access;

/// <summary>
/// For a TCP address on loopback without a token: every process of the machine, but no page in a browser on it. A page can send
/// requests to 127.0.0.1, and with a name of its own that resolves to it even read the answers.
/// </summary>
internal sealed class LoopbackAccess : IControlAccess
{
    /// <inheritdoc/>
    public HttpRefusal? RefuseCaller(HttpCaller caller) =>
        caller.Address is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
            ? null
            : new HttpRefusal(403, "only this machine may steer this host");

    /// <inheritdoc/>
    public HttpRefusal? RefuseRequest(HttpRequest request)
    {
        if (request.Identification.Origin is not null) return new HttpRefusal(403, "no page of a browser may steer this host");
        return IsLoopback(request.Identification.Host) ? null : new HttpRefusal(403, "the Host header names another host than this machine");
    }

    private static bool IsLoopback(string? host)
    {
        // HTTP/1.0 knows no Host, and no browser speaks it.
        if (host is null) return true;
        string name = host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + host["localhost".Length..] : host;
        return IPEndPoint.TryParse(name, out IPEndPoint? address) && IPAddress.IsLoopback(address.Address);
    }
}
