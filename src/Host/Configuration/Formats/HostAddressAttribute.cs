using System.Text.Json.Nodes;
using AppHost.Host.Binding;

namespace AppHost.Host.Configuration.Formats;

/// <summary>An address that the master answers on itself, for probes and operators; the value is a <see cref="TcpBindAddress"/>.</summary>
internal sealed class HostAddressAttribute : ValueFormatAttribute
{
    public override string Expected => "an address such as http://127.0.0.1:8081";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        if (!BindAddress.TryParse(text, out BindAddress? address, out string? problem)) return ParsedValue.Wrong(problem);
        return address is TcpBindAddress { Http2: false } tcp
            ? ParsedValue.Of(tcp)
            : ParsedValue.Wrong(Expected, text, "it speaks HTTP/1.1 over TCP");
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1 };
}
