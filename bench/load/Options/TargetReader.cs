using System.Net;
using System.Net.Sockets;
using AppHost.Load.Engine;

namespace AppHost.Load.Options;

/// <summary>Reads the target and resolves its host name.</summary>
internal static class TargetReader
{
    /// <summary>The target and the path in it; on a mistake null, and what is wrong is added to <paramref name="errors"/>.</summary>
    public static (Target Target, string? Path)? Read(string text, bool allowRemote, List<string> errors)
    {
        if (text.StartsWith("unix:", StringComparison.Ordinal))
            return ReadUnix(text, errors);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != "http"
            || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
        {
            errors.Add($"target '{text}': expected http://host:port[/path] or unix:/path/of/socket (no TLS).");
            return null;
        }
        IPAddress[] addresses;
        try
        {
            addresses = Dns.GetHostAddresses(uri.DnsSafeHost);
        }
        catch (SocketException e)
        {
            errors.Add($"target '{text}': the host '{uri.DnsSafeHost}' cannot be resolved ({e.Message}).");
            return null;
        }
        // localhost is often both; servers under test rarely listen on IPv6 alone.
        var address = addresses.OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
        var target = new Target(new IPEndPoint(address, uri.Port), text, uri.Authority);
        if (!target.IsLocal && !allowRemote)
        {
            errors.Add($"target '{text}': {address} is not this machine. Load is sent to loopback addresses and Unix sockets only, "
                + "unless --allow-remote says that you may load that machine.");
            return null;
        }
        return (target, uri.PathAndQuery == "/" && !text.EndsWith('/') ? null : uri.PathAndQuery);
    }

    private static (Target Target, string? Path)? ReadUnix(string text, List<string> errors)
    {
        try
        {
            return (new Target(new UnixDomainSocketEndPoint(text["unix:".Length..]), text, "localhost"), null);
        }
        catch (ArgumentException)
        {
            errors.Add($"target '{text}': expected unix: and the path of a socket, of 1 to 107 bytes.");
            return null;
        }
    }
}
