using System.Text.Json.Nodes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>A name in the release folder, with <c>*</c> and <c>?</c> if wanted; the value is a <see cref="string"/>.</summary>
internal sealed class SharedNameAttribute : ValueFormatAttribute
{
    public override string Expected => "a name in the release folder such as uploads or *.db";

    public override ParsedValue Parse(string text, ValueContext context) =>
        text.Length == 0 || text.StartsWith('/') || text.Split('/').Contains("..")
            ? ParsedValue.Wrong(Expected, text, "write a path that begins in that folder and stays there")
            : ParsedValue.Of(text);

    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1 };
}
