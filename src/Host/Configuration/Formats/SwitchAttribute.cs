using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>On or off; the value is a <see cref="bool"/>. Its option takes no value.</summary>
/// <param name="given">What the bare option means.</param>
internal sealed class SwitchAttribute(string given) : ValueFormatAttribute
{
    /// <summary>The text that the option stands for.</summary>
    public string Given { get; } = given;

    public override string Expected => "on or off";

    public override ParsedValue Parse(string text, ValueContext context) => text.ToLowerInvariant() switch
    {
        "on" or "true" or "yes" or "1" => ParsedValue.Of(true),
        "off" or "false" or "no" or "0" => ParsedValue.Of(false),
        _ => ParsedValue.Wrong(Expected, text, "write on or off"),
    };

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray("on", "off", true, false) };
}
