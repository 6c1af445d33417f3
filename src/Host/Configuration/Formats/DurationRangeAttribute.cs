using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>Two durations, <c>1s-3s</c> or <c>1s..3s</c>, or one that is both; the value is a <see cref="DurationRange"/>.</summary>
internal sealed class DurationRangeAttribute : ValueFormatAttribute
{
    /// <summary>The least that makes sense, as text.</summary>
    public string AtLeast { get; init; } = "1ms";

    public override string Expected => $"a range of durations such as 1s-3s, at least {AtLeast}";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        // A leading '-' is a negative number, not an empty lower end.
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        var (low, high) = dots > 0 ? (text[..dots], text[(dots + 2)..])
            : dash > 0 ? (text[..dash], text[(dash + 1)..])
            : (text, text);
        if (!DurationText.TryParse(low.Trim(), out var min, out var advice) || !DurationText.TryParse(high.Trim(), out var max, out advice))
        {
            return ParsedValue.Wrong(Expected, text, advice);
        }

        if (min > max)
        {
            return ParsedValue.Wrong(Expected, text, $"write the shorter one first: {DurationText.Show(max)}-{DurationText.Show(min)}");
        }

        return min < DurationText.Parse(AtLeast)
            ? ParsedValue.Wrong(Expected, text, $"begin with {AtLeast} or more")
            : ParsedValue.Of(new DurationRange(min, max));
    }

    public override JsonObject Schema() =>
        new() { ["type"] = "string", ["pattern"] = $@"^{DurationText.Pattern}((-|\.\.){DurationText.Pattern})?$" };
}
