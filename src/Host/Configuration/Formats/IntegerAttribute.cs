using System.Globalization;
using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>A whole number; the value is an <see cref="int"/>, or null for the word of <see cref="Or"/>.</summary>
internal sealed class IntegerAttribute(int min, int max) : ValueFormatAttribute
{
    /// <summary>The smallest allowed.</summary>
    public int Min { get; } = min;

    /// <summary>The largest allowed.</summary>
    public int Max { get; } = max;

    /// <summary>A word that is allowed in place of a number and stands for "computed".</summary>
    public string? Or { get; init; }

    public override string Expected => Or is null ? $"a whole number from {Min} to {Max}" : $"a whole number from {Min} to {Max} or {Or}";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        if (Or is not null && string.Equals(text, Or, StringComparison.OrdinalIgnoreCase))
        {
            return ParsedValue.Of(null);
        }

        var isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= Min && number <= Max)
        {
            return ParsedValue.Of((int)number);
        }

        var advice = isNumber && number < Min ? $"write {Min} or more"
            : isNumber ? $"write {Max} or less"
            : Or is null ? "write digits only"
            : $"write digits only, or {Or}";
        return ParsedValue.Wrong(Expected, text, advice);
    }

    public override JsonObject Schema()
    {
        var number = new JsonObject { ["type"] = "integer", ["minimum"] = Min, ["maximum"] = Max };
        return Or is null ? number : new JsonObject { ["anyOf"] = new JsonArray(number, new JsonObject { ["const"] = Or }) };
    }
}
