using System.Text.Json.Nodes;
using AppHost.Host.Binding;

namespace AppHost.Host.Configuration.Formats;

/// <summary>One address to listen on; the value is a <see cref="BindAddress"/>.</summary>
internal sealed class BindAttribute : ValueFormatAttribute
{
    public override string Expected => "an address such as http://127.0.0.1:8080, unix:/run/app.sock?mode=0660 or fd://3";

    public override ParsedValue Parse(string text, ValueContext context) =>
        BindAddress.TryParse(text, out var address, out var problem)
            ? ParsedValue.Of(address.Resolve(context.BaseDirectory))
            : ParsedValue.Wrong(problem);

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("string", "integer"), ["minLength"] = 1 };
}
