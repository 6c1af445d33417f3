using System.Text.Json.Nodes;
using AppHost.Host.Binding;

namespace AppHost.Host.Configuration.Formats;

/// <summary>The path of the control socket, or <c>off</c>; the value is a <see cref="ControlSocketChoice"/>.</summary>
internal sealed class ControlSocketAttribute : ValueFormatAttribute
{
    private const string Off = "off";

    private static readonly PathAttribute File = new(PathKind.NewFile);

    public override string Expected => $"{File.Expected}, or {Off}";

    public override ParsedValue Parse(string text, ValueContext context)
    {
        if (text == Off) return ParsedValue.Of(ControlSocketChoice.Off);
        ParsedValue path = File.Parse(text, context);
        if (path.Value is not string socket) return path;
        return BindAddressParser.DescribeTooLong(socket) is { } tooLong
            ? ParsedValue.Wrong($"{tooLong}; {BindAddressParser.ShorterPath}")
            : ParsedValue.Of(new ControlSocketChoice(false, socket));
    }

    public override JsonObject Schema() => File.Schema();

    public override string? Show(object? value) => value is ControlSocketChoice choice ? choice.Path ?? Off : null;
}
