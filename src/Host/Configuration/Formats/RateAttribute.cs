using System.Globalization;
using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>How often something may happen: <c>100/s</c>, <c>30/m</c>; the value is an <see cref="int"/>, the number a minute.</summary>
internal sealed class RateAttribute : ValueFormatAttribute
{
    private const int Most = 1_000_000;
    private const int SecondsPerMinute = 60;

    public override string Expected => "a rate such as 100/s or 30/m";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var unit = slash < 0 ? "" : text[(slash + 1)..];
        var isNumber = int.TryParse(slash < 0 ? text : text[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return (isNumber, unit) switch
        {
            (true, _) when number is < 1 or > Most => ParsedValue.Wrong(Expected, text, $"write a number from 1 to {Most}"),
            (true, "s") => ParsedValue.Of(number * SecondsPerMinute),
            (true, "m") => ParsedValue.Of(number),
            (true, "") => ParsedValue.Wrong(Expected, text, $"a unit is missing: write {number}/s or {number}/m"),
            _ => ParsedValue.Wrong(Expected, text, "write a whole number, a slash, and s or m"),
        };
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^[0-9]+/[sm]$" };
}
