using System.Text.Json.Nodes;
using AppHost.Worker.AccessLog;

namespace AppHost.Host.Configuration.Formats;

/// <summary>The format of a line of the access log; the value is its text, a <see cref="string"/>.</summary>
internal sealed class AccessLogFormatAttribute : ValueFormatAttribute
{
    public override string Expected => "common, combined, json or a text with atoms such as %(h)s";

    public override ParsedValue Parse(string text, ValueContext context) =>
        AccessLogFormat.TryParse(text, out _, out string? problem) ? ParsedValue.Of(text) : ParsedValue.Wrong(problem);

    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1 };
}
