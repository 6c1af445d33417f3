using System.Globalization;
using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>A percentage such as <c>10%</c>; the value is an <see cref="int"/>.</summary>
internal sealed class PercentAttribute : ValueFormatAttribute
{
    public override string Expected => "a percentage from 0% to 100%";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        var digits = text.EndsWith('%') ? text[..^1].TrimEnd() : text;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100
            ? ParsedValue.Of(percent)
            : ParsedValue.Wrong(Expected, text, "write digits and %, such as 10%");
    }

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("string", "integer"), ["pattern"] = "^[0-9]+ ?%?$" };
}
