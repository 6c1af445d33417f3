namespace AppHost.Host.Master;

/// <summary>Where the host writes.</summary>
/// <param name="ErrorIsTerminal">Standard error is a terminal: lines of apps carry their worker's id.</param>
/// <param name="ErrorUsesColour">And nobody asked for plain text.</param>
internal sealed record HostStreams(TextWriter Out, TextWriter Error, bool ErrorIsTerminal, bool ErrorUsesColour);
