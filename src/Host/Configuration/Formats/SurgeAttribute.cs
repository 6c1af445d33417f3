using System.Globalization;
using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>A number of workers or a percentage of them; the value is a <see cref="Surge"/>.</summary>
internal sealed class SurgeAttribute : ValueFormatAttribute
{
    public override string Expected => "a number of workers from 1 to 512, or 1% to 100%";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        var isPercent = text.EndsWith('%');
        var digits = isPercent ? text[..^1].TrimEnd() : text;
        if (!int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return ParsedValue.Wrong(Expected, text, "write digits only, or digits and %");
        }

        var most = isPercent ? 100 : 512;
        return number < 1 ? ParsedValue.Wrong(Expected, text, $"write 1{(isPercent ? "%" : "")} or more")
            : number > most ? ParsedValue.Wrong(Expected, text, $"write {most}{(isPercent ? "%" : "")} or less")
            : ParsedValue.Of(new Surge(number, isPercent));
    }

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 512 },
            new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]+ ?%$" }),
    };
}
