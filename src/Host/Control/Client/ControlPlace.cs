namespace AppHost.Host.Control.Client;

/// <summary>Where a host can be steered.</summary>
/// <param name="Text">The path of its control socket, or its admin address.</param>
/// <param name="Token">What the admin address wants to hear; null: nothing.</param>
internal sealed record ControlPlace(string Text, string? Token = null)
{
    private const string Http = "http://";

    /// <summary>The admin address; null for a socket.</summary>
    public Uri? Address { get; } = IsAddress(Text) && Uri.TryCreate(Text, UriKind.Absolute, out Uri? address) ? address : null;

    /// <summary>For the Host header.</summary>
    public string Authority => Address?.Authority ?? "apphost";

    /// <summary>True for an address, false for a path.</summary>
    public static bool IsAddress(string text) => text.StartsWith(Http, StringComparison.Ordinal);
}
