using System.Globalization;
using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary><c>M</c> or <c>MIN:MAX</c>; the value is a <see cref="ThreadRange"/>, or null for <c>auto</c>.</summary>
internal sealed class ThreadsAttribute : ValueFormatAttribute
{
    private const int Most = 1024;

    public override string Expected => $"a number of threads from 1 to {Most}, MIN:MAX such as 4:16, or auto";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        if (string.Equals(text, "auto", StringComparison.OrdinalIgnoreCase))
        {
            return ParsedValue.Of(null);
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (low, high) = colon < 0 ? (text, text) : (text[..colon], text[(colon + 1)..]);
        if (!TryParse(low, out var min) || !TryParse(high, out var max))
        {
            return ParsedValue.Wrong(Expected, text, "write digits only");
        }

        if (min < 1 || max < 1)
        {
            return ParsedValue.Wrong(Expected, text, "write 1 or more");
        }

        return max > Most || min > Most ? ParsedValue.Wrong(Expected, text, $"write {Most} or less")
            : min > max ? ParsedValue.Wrong(Expected, text, $"write the smaller one first: {max}:{min}")
            : ParsedValue.Of(new ThreadRange(min, max));
    }

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = Most },
            new JsonObject { ["type"] = "string", ["pattern"] = "^(auto|[0-9]+(:[0-9]+)?)$" }),
    };

    private static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
