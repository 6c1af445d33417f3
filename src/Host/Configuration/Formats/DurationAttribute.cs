using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>A duration; the value is a <see cref="TimeSpan"/>.</summary>
internal sealed class DurationAttribute : ValueFormatAttribute
{
    /// <summary>The least that makes sense, as text; zero unless said.</summary>
    public string AtLeast { get; init; } = "0s";

    public override string Expected => AtLeast == "0s" ? DurationText.Form : $"{DurationText.Form}, at least {AtLeast}";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        if (!DurationText.TryParse(text, out var duration, out var advice))
        {
            return ParsedValue.Wrong(Expected, text, advice);
        }

        return duration < DurationText.Parse(AtLeast)
            ? ParsedValue.Wrong(Expected, text, $"write {AtLeast} or more")
            : ParsedValue.Of(duration);
    }

    public override JsonObject Schema() =>
        new() { ["type"] = new JsonArray("string", "integer"), ["pattern"] = $"^{DurationText.Pattern}$" };
}
