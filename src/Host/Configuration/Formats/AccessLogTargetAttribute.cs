using System.Text.Json.Nodes;
using AppHost.Worker.Messages;

namespace AppHost.Host.Configuration.Formats;

/// <summary>Where the access log goes; the value is a <see cref="string"/> as <see cref="AccessLogAssignment"/> has it, null for off.</summary>
internal sealed class AccessLogTargetAttribute : ValueFormatAttribute
{
    private static readonly PathAttribute File = new(PathKind.NewFile);

    public override string Expected => "off, -, syslog, syslog:/PATH or the path of a file to write";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        if (text == "off") return ParsedValue.Of(null);
        if (text is AccessLogAssignment.Output or AccessLogAssignment.Syslog) return ParsedValue.Of(text);
        if (!text.StartsWith(AccessLogAssignment.SyslogPrefix, StringComparison.Ordinal)) return File.Parse(text, context);
        string socket = text[AccessLogAssignment.SyslogPrefix.Length..];
        return Path.IsPathRooted(socket)
            ? ParsedValue.Of(text)
            : ParsedValue.Wrong(Expected, text, "write the absolute path of its socket, such as syslog:/dev/log");
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1 };

    public override string Show(object? value) => (string?)value ?? "off";
}
