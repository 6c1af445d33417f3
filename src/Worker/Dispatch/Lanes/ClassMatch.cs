using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace AppHost.Worker.Dispatch.Lanes;

/// <summary>Which requests belong to a class: those for which every condition holds that is not null. Immutable.</summary>
/// <param name="Path">The path, or what it begins with up to a slash; upper and lower case are the same.</param>
/// <param name="Method">The method, as it is.</param>
/// <param name="Header">The name of a header that is there.</param>
/// <param name="HeaderValue">Its whole value; upper and lower case are the same.</param>
/// <param name="Host">The host without its port, or <c>*.</c> and what it ends with.</param>
internal sealed record ClassMatch(string? Path, string? Method, string? Header, string? HeaderValue, string? Host)
{
    private const string AnyBelow = "*";

    /// <summary>Looks at a request. Allocates nothing.</summary>
    public bool Holds(IHttpRequestFeature request) =>
        HoldsPath(request.Path)
        && (Method is null || string.Equals(Method, request.Method, StringComparison.Ordinal))
        && (Header is null || HoldsHeader(request.Headers[Header]))
        && (Host is null || HoldsHost(request.Headers.Host.ToString()));

    private bool HoldsPath(string path)
    {
        if (Path is null) return true;
        if (!path.StartsWith(Path, StringComparison.OrdinalIgnoreCase)) return false;
        // "/api" is neither "/apiary" nor the other way round.
        return path.Length == Path.Length || Path[^1] == '/' || path[Path.Length] == '/';
    }

    private bool HoldsHeader(StringValues values)
    {
        if (values.Count == 0) return false;
        return HeaderValue is null || string.Equals(HeaderValue, values.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private bool HoldsHost(string given)
    {
        ReadOnlySpan<char> host = given;
        int colon = host.LastIndexOf(':');
        // An IPv6 address has colons, too, but inside brackets.
        if (colon > host.LastIndexOf(']')) host = host[..colon];
        return Host!.StartsWith(AnyBelow, StringComparison.Ordinal)
            ? host.EndsWith(Host.AsSpan(AnyBelow.Length), StringComparison.OrdinalIgnoreCase)
            : host.Equals(Host, StringComparison.OrdinalIgnoreCase);
    }
}
