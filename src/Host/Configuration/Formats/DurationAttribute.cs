using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>A duration; the value is a <see cref="TimeSpan"/>, or null for the word of <see cref="Or"/>.</summary>
internal sealed class DurationAttribute : ValueFormatAttribute
{
    /// <summary>The least that makes sense, as text; zero unless said.</summary>
    public string AtLeast { get; init; } = "0s";

    /// <summary>A word that is allowed in place of a duration and stands for "computed".</summary>
    public string? Or { get; init; }

    public override string Expected =>
        (AtLeast == "0s" ? DurationText.Form : $"{DurationText.Form}, at least {AtLeast}") + (Or is null ? "" : $", or {Or}");

    public override ParsedValue Parse(string text, ValueContext context)
    {
        if (Or is not null && string.Equals(text, Or, StringComparison.OrdinalIgnoreCase))
        {
            return ParsedValue.Of(null);
        }

        if (!DurationText.TryParse(text, out var duration, out var advice))
        {
            return ParsedValue.Wrong(Expected, text, advice);
        }

        return duration < DurationText.Parse(AtLeast)
            ? ParsedValue.Wrong(Expected, text, $"write {AtLeast} or more")
            : ParsedValue.Of(duration);
    }

    public override JsonObject Schema() =>
        new() { ["type"] = new JsonArray("string", "integer"), ["pattern"] = Or is null ? $"^{DurationText.Pattern}$" : $"^({DurationText.Pattern}|{Or})$" };
}
