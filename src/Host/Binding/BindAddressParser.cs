using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;

namespace AppHost.Host.Binding;

/// <summary>The grammar of a <c>bind</c> value. Not System.Uri: it knows neither <c>*</c> nor <c>+</c>.</summary>
internal static class BindAddressParser
{
    private const string Forms = "http://127.0.0.1:8080, http://*:8080, unix:/run/app.sock or fd://3";

    /// <summary>The advice for a path that is too long.</summary>
    public const string ShorterPath = "choose a shorter path, such as one below /run";

    // A URL without a port means this one to every reader, Kestrel included.
    private const int HttpPort = 80;

    public static bool TryParse(string text, [NotNullWhen(true)] out BindAddress? address, [NotNullWhen(false)] out string? problem)
    {
        text = text.Trim();
        problem = Read(text, out address);
        if (problem is not null) address = null;
        return address is not null;
    }

    private static string? Read(string text, out BindAddress? address)
    {
        address = null;
        if (text.Length == 0) return $"the address is empty: write for example {Forms}";
        // Kestrel's spelling in ASPNETCORE_URLS.
        if (StripPrefix(text, "http://unix:", out string rest)) return ReadUnix(text, rest, out address);
        if (StripPrefix(text, "http://", out rest)) return ReadTcp(text, rest, HttpPort, out address);
        if (StripPrefix(text, "unix:", out rest)) return ReadUnix(text, rest, out address);
        if (StripPrefix(text, "fd://", out rest)) return ReadDescriptor(text, rest, out address);
        if (StripPrefix(text, "https:", out rest))
            return $"'{text}' asks for TLS: terminate TLS in front (nginx, a load balancer) and bind http:// here";
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0) return $"'{text}' begins with '{text[..scheme]}://', which is not known: write {Forms}";
        if (text[0] is '/' or '.') return $"'{text}' looks like the path of a socket: write unix:{text}";
        // A port alone is one of all interfaces, as for nginx, Apache, Node, Puma and PORT.
        string place = text.Split('?')[0];
        if (place.All(char.IsAsciiDigit)) return ReadTcp(text, "*:" + text, null, out address);
        if (place.StartsWith(':') && place.Skip(1).All(char.IsAsciiDigit)) return ReadTcp(text, "*" + text, null, out address);
        string name = place.Split(':')[0];
        if (name is "http" or "tcp" or "fd")
            return $"'{text}' could be a host called '{name}' or a mistyped scheme: write {Forms}";
        return ReadTcp(text, text, null, out address);
    }

    /// <param name="text">The whole value.</param>
    /// <param name="rest">host, port and options.</param>
    /// <param name="defaultPort">Null: the port must be written.</param>
    /// <param name="address">The result.</param>
    private static string? ReadTcp(string text, string rest, int? defaultPort, out BindAddress? address)
    {
        address = null;
        if (BindOptions.Read(text, ref rest, allowMode: false, out BindOptions options) is { } wrongOption) return wrongOption;
        if (defaultPort is not null && rest.EndsWith('/')) rest = rest[..^1];
        if (rest.Contains('@')) return $"'{text}' has a user name in it: a listening address has none";
        if (rest.AsSpan().IndexOfAny('/', '#') >= 0)
            return $"'{text}' has a path, which is not a matter of the socket: bind http://host:port and let the app use the path "
                + "(UsePathBase)";

        if (SplitPort(text, rest, out string host, out string? portText) is { } wrongSplit) return wrongSplit;
        int port;
        if (portText is null)
        {
            if (defaultPort is null) return $"'{text}' has no port: write for example {host}:8080";
            port = defaultPort.Value;
        }
        else if (!TryReadNumber(portText, 65535, out port))
        {
            return $"'{portText}' in '{text}' is not a port: a number from 1 to 65535 is expected, or 0 for any free port";
        }

        if (ReadHost(text, host, out BindHost? bindHost) is { } wrongHost) return wrongHost;
        address = new TcpBindAddress(text, bindHost!, port) { Http2 = options.Http2 };
        return null;
    }

    private static string? SplitPort(string text, string rest, out string host, out string? port)
    {
        (host, port) = (rest, null);
        int close = rest.StartsWith('[') ? rest.IndexOf(']') : -1;
        if (rest.StartsWith('[') && close < 0) return $"'{text}' has no ']' after its IPv6 address: write for example http://[::1]:8080";
        if (close < 0 && rest.Count(c => c == ':') > 1)
            return $"'{text}' has several colons: write an IPv6 address in brackets, for example http://[::1]:8080";

        int colon = rest.IndexOf(':', close + 1);
        if (close >= 0 && colon != close + 1 && close + 1 != rest.Length) return $"'{text}' has '{rest[(close + 1)..]}' after its address";
        if (colon >= 0) (host, port) = (rest[..colon], rest[(colon + 1)..]);
        return host.Length > 0 ? null
            : $"'{text}' has no host: write http://*:8080 for all interfaces, http://127.0.0.1:8080 for this machine";
    }

    private static string? ReadHost(string text, string host, out BindHost? result)
    {
        result = null;
        if (host is "*" or "+")
        {
            result = BindHost.All;
        }
        else if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            result = BindHost.Localhost;
        }
        else if (host.StartsWith('['))
        {
            if (!IPAddress.TryParse(host[1..^1], out IPAddress? address) || !host.Contains(':'))
                return $"'{host}' in '{text}' is not an IPv6 address";
            // An IPv6-only socket cannot have it, and a dual one would say '::ffff:' in front of every client's address.
            if (address.IsIPv4MappedToIPv6) return $"'{host}' in '{text}' is an IPv4 address in IPv6 clothes: write {address.MapToIPv4()}";
            result = BindHost.Of(address);
        }
        else if (char.IsAsciiDigit(host[^1]) && host.All(c => char.IsAsciiHexDigit(c) || c is '.' or 'x' or 'X'))
        {
            // inet_aton's short and octal forms (127.1, 010.0.0.1) mean something else to most readers than to the parser.
            if (!IPAddress.TryParse(host, out IPAddress? address) || address.ToString() != host)
                return $"'{host}' in '{text}' is not an IPv4 address: four numbers from 0 to 255 are expected, for example 127.0.0.1";
            result = BindHost.Of(address);
        }
        else if (Uri.CheckHostName(host) == UriHostNameType.Dns)
        {
            result = BindHost.Named(host);
        }
        else
        {
            return $"'{host}' in '{text}' is not a host name: write an IP address, localhost, or * for all interfaces";
        }

        return null;
    }

    private static string? ReadUnix(string text, string path, out BindAddress? address)
    {
        address = null;
        if (BindOptions.Read(text, ref path, allowMode: true, out BindOptions options) is { } wrongOption) return wrongOption;
        if (path.StartsWith("///", StringComparison.Ordinal)) path = path[2..];
        if (path.StartsWith("//", StringComparison.Ordinal))
            return $"'{text}' has two slashes where a path begins: write unix:{path[1..]} or, relative, unix:{path[2..]}";
        if (path.Length == 0) return $"'{text}' has no path: write for example unix:/run/app.sock";
        if (path[0] == '@')
            return $"'{text}' is an abstract socket, which has no permissions, so that every local user could connect: "
                + "write a path, for example unix:/run/app.sock";
        if (path.Contains('\0')) return $"the path of '{text.Replace('\0', '?')}' has a zero byte in it";
        if (path.EndsWith('/')) return $"'{text}' names a folder: write the path of the socket in it, for example unix:{path}app.sock";
        if (DescribeTooLong(path) is { } tooLong) return $"'{text}': {tooLong}; {ShorterPath}";
        address = new UnixBindAddress(text, path, options.Mode) { Http2 = options.Http2 };
        return null;
    }

    /// <summary>Null if the path fits into a socket address, else what is wrong.</summary>
    public static string? DescribeTooLong(string path)
    {
        int bytes = Encoding.UTF8.GetByteCount(path);
        return bytes <= UnixBindAddress.MaxPathBytes ? null
            : $"the path has {bytes} bytes, and the limit for a Unix socket is {UnixBindAddress.MaxPathBytes}";
    }

    private static string? ReadDescriptor(string text, string rest, out BindAddress? address)
    {
        address = null;
        if (BindOptions.Read(text, ref rest, allowMode: false, out BindOptions options) is { } wrongOption) return wrongOption;
        if (!TryReadNumber(rest, int.MaxValue, out int number))
            return $"'{rest}' in '{text}' is not a descriptor number: write for example fd://3, the first that systemd passes";
        address = new DescriptorBindAddress(text, number) { Http2 = options.Http2 };
        return null;
    }

    private static bool TryReadNumber(string text, int maximum, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= maximum;

    private static bool StripPrefix(string text, string prefix, out string rest)
    {
        bool found = text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        rest = found ? text[prefix.Length..] : text;
        return found;
    }
}
