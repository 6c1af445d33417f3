using System.Security.Cryptography;
using System.Text;
using AppHost.Host.Control.Http;

namespace AppHost.Host.Control.Access;

/// <summary>For a TCP address: whoever knows the token (RFC 6750, 2.1). Nothing else is taken, a token in the URL least of all.</summary>
internal sealed class TokenAccess(string token) : IControlAccess
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _hash = Hash(token);

    /// <inheritdoc/>
    public HttpRefusal? RefuseRequest(HttpRequest request)
    {
        if (request.Identification.Authorization is not { } given || !given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return new HttpRefusal(401, "a token is needed: send the header Authorization: Bearer TOKEN");
        // Of one length, so that the time of the comparison tells nothing about the token.
        return CryptographicOperations.FixedTimeEquals(Hash(given[Scheme.Length..].Trim()), _hash) ? null : new HttpRefusal(401, "the token is wrong");
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
