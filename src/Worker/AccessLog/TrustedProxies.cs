using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AppHost.Worker.AccessLog;

/// <summary>Whose word about the client's address is taken. Immutable, thread-safe.</summary>
internal sealed class TrustedProxies
{
    private const string Unix = "unix";

    private readonly IPNetwork[] _networks;
    private readonly bool _unix;

    private TrustedProxies(IPNetwork[] networks, bool unix) => (_networks, _unix) = (networks, unix);

    /// <summary>Reads addresses, networks such as <c>10.0.0.0/8</c>, and <c>unix</c> for whoever may use a unix socket of the host.</summary>
    /// <exception cref="FormatException">One is none of these; the configuration was checked with <see cref="TryParse"/>.</exception>
    public static TrustedProxies Parse(IReadOnlyList<string> texts) => new(
        [.. texts.Where(text => text != Unix).Select(text => TryParse(text, out IPNetwork network) ? network : throw new FormatException(text))],
        texts.Contains(Unix));

    /// <summary>True for an address, a network or <c>unix</c>.</summary>
    public static bool IsOne(string text) => text == Unix || TryParse(text, out _);

    /// <summary>The address of the client of a request with these headers.</summary>
    /// <inheritdoc cref="ClientOf(IPAddress?, StringValues)"/>
    // A header that HTTP does not know is looked for in a dictionary, for each line: only if somebody's word about it counts.
    public IPAddress? ClientOf(IPAddress? peer, IHeaderDictionary headers) =>
        _networks.Length == 0 && !_unix ? Plain(peer) : ClientOf(peer, headers["X-Forwarded-For"]);

    /// <summary>
    /// The address of the client: the peer's, unless that is a trusted proxy; then the one that it forwarded for, from the right to
    /// the left over trusted ones, as what stands left of the first stranger is only what that one says.
    /// </summary>
    /// <param name="peer">Null for a unix socket.</param>
    /// <param name="forwardedFor">The header X-Forwarded-For.</param>
    /// <returns>Null if it is not known.</returns>
    public IPAddress? ClientOf(IPAddress? peer, StringValues forwardedFor)
    {
        IPAddress? client = Plain(peer);
        if (forwardedFor.Count == 0 || !IsTrusted(client)) return client;
        for (int line = forwardedFor.Count - 1; line >= 0; line--)
        {
            ReadOnlySpan<char> rest = forwardedFor[line];
            while (!rest.IsEmpty)
            {
                int comma = rest.LastIndexOf(',');
                ReadOnlySpan<char> last = rest[(comma + 1)..].Trim();
                rest = comma < 0 ? [] : rest[..comma];
                // With or without a port, as some proxies add one. What is no address says nothing about those left of it either.
                if (!IPEndPoint.TryParse(last, out IPEndPoint? forwarded)) return client;
                client = Plain(forwarded.Address);
                if (!IsTrusted(client)) return client;
            }
        }

        return client;
    }

    private static bool TryParse(string text, out IPNetwork network)
    {
        if (!text.Contains('/', StringComparison.Ordinal) && IPAddress.TryParse(text, out IPAddress? address))
        {
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }

    private bool IsTrusted(IPAddress? address)
    {
        if (address is null) return _unix;
        foreach (IPNetwork network in _networks)
        {
            if (network.Contains(address)) return true;
        }

        return false;
    }

    // A socket of both families shows IPv4 clients as ::ffff:1.2.3.4.
    [return: NotNullIfNotNull(nameof(address))]
    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
