using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>Any text; the value is a <see cref="string"/>.</summary>
internal sealed class TextAttribute : ValueFormatAttribute
{
    public override string Expected => "text";

    public override ParsedValue Parse(string text, ValueContext context) =>
        // The kernel ends arguments and environment entries at the first NUL.
        text.Contains('\0', StringComparison.Ordinal)
            ? ParsedValue.Wrong("expected text, got a NUL character in it; remove it")
            : ParsedValue.Of(text);

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("string", "number", "boolean") };
}
