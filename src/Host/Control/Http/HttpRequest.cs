using System.Globalization;

namespace AppHost.Host.Control.Http;

/// <summary>A complete request.</summary>
/// <param name="Method">For example <c>GET</c>.</param>
/// <param name="Path">Begins with a slash; nothing in it is unescaped, no path of this protocol needs that.</param>
/// <param name="Query">By name; a name without a value has the value "".</param>
internal sealed record HttpRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, ReadOnlyMemory<byte> Body)
{
    /// <summary>What it says of where it comes from.</summary>
    public HttpIdentification Identification { get; init; } = HttpIdentification.None;

    /// <summary>True for <c>?name</c>, <c>?name=true</c> and <c>?name=1</c>.</summary>
    public bool Has(string name) => Query.TryGetValue(name, out string? value) && value is "" or "true" or "1";

    /// <summary>Reads <c>?name=3</c>.</summary>
    /// <param name="number">Null if the parameter is not there.</param>
    /// <returns>False if it is there and no number.</returns>
    public bool TryGetNumber(string name, out int? number)
    {
        number = null;
        if (!Query.TryGetValue(name, out string? text)) return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)) return false;
        number = value;
        return true;
    }
}
