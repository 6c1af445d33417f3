using System.Text.Json.Nodes;
using AppHost.Worker.AccessLog;

namespace AppHost.Host.Configuration.Formats;

/// <summary>An address or a network, or <c>unix</c>; the value is its text, a <see cref="string"/>.</summary>
internal sealed class TrustedProxyAttribute : ValueFormatAttribute
{
    public override string Expected => "an address such as 10.1.2.3, a network such as 10.0.0.0/8, or unix";

    public override ParsedValue Parse(string text, ValueContext context) => TrustedProxies.IsOne(text)
        ? ParsedValue.Of(text)
        : ParsedValue.Wrong(Expected, text, "names are not looked up");

    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1 };
}
