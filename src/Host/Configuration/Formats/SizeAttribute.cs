using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>A number of bytes such as <c>512KiB</c> or <c>30MB</c>; the value is a <see cref="long"/>.</summary>
internal sealed class SizeAttribute(string min, string max) : ValueFormatAttribute
{
    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");

    private static readonly (string Suffix, long Bytes)[] Units =
    [
        ("B", 1), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30),
    ];

    /// <summary>The smallest allowed, as text.</summary>
    public string Min { get; } = min;

    /// <summary>The largest allowed, as text.</summary>
    public string Max { get; } = max;

    /// <summary>A word that is allowed in place of a size and stands for "computed"; its value is null.</summary>
    public string? Or { get; init; }

    public override string Expected => $"a size such as 512KiB or 30MB, from {Min} to {Max}{(Or is null ? "" : $", or {Or}")}";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        if (Or is not null && text == Or)
        {
            return ParsedValue.Of(null);
        }

        if (!TryParse(text, out var bytes, out var advice))
        {
            return ParsedValue.Wrong(Expected, text, advice);
        }

        return bytes < Parse(Min) ? ParsedValue.Wrong(Expected, text, $"write {Min} or more")
            : bytes > Parse(Max) ? ParsedValue.Wrong(Expected, text, $"write {Max} or less")
            : ParsedValue.Of(bytes);
    }

    public override JsonObject Schema()
    {
        var size = new JsonObject { ["type"] = "string", ["pattern"] = @"^[0-9]+(\.[0-9]+)?([KMG]i?)?B$" };
        return Or is null ? size : new JsonObject { ["anyOf"] = new JsonArray(size, new JsonObject { ["const"] = Or }) };
    }

    private static long Parse(string text) =>
        TryParse(text, out var bytes, out var advice) ? bytes : throw new FormatException($"'{text}': {advice}");

    private static bool TryParse(string text, out long bytes, out string advice)
    {
        bytes = 0;
        advice = "write a number and a unit without a blank, such as 64KiB";
        var digits = text.AsSpan().IndexOfAnyExcept(NumberLetters);
        var number = digits < 0 ? text : text[..digits];
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || count > 1e15)
        {
            return false;
        }

        if (digits < 0)
        {
            advice = $"a unit is missing: write {text}B or {text}KiB";
            return false;
        }

        var suffix = text[digits..];
        foreach (var unit in Units)
        {
            if (string.Equals(unit.Suffix, suffix, StringComparison.OrdinalIgnoreCase))
            {
                // Saturates instead of overflowing; the range check speaks of it.
                bytes = (long)Math.Min(count * unit.Bytes, long.MaxValue / 2);
                return true;
            }
        }

        if (suffix is "k" or "K" or "m" or "M" or "g" or "G" or "Ki" or "Mi" or "Gi")
        {
            advice = $"write {number}{char.ToUpperInvariant(suffix[0])}iB";
        }

        return false;
    }
}
