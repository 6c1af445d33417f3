using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>A request such as <c>GET /path</c>; the value is its path, a <see cref="string"/>.</summary>
internal sealed class WarmUpAttribute : ValueFormatAttribute
{
    private const string Method = "GET ";

    public override string Expected => "a request such as 'GET /path'";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        var path = text.StartsWith(Method, StringComparison.Ordinal) ? text[Method.Length..].Trim() : text;
        return path.StartsWith('/') && !path.AsSpan().ContainsAny(' ', '\r', '\n')
            ? ParsedValue.Of(path)
            : ParsedValue.Wrong(Expected, text, "write GET, a blank, and a path that begins with '/'");
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^(GET )?/[^ ]*$" };
}
