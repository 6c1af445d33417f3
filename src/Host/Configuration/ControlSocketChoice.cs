namespace AppHost.Host.Configuration;

/// <summary>The value of the setting <c>control</c>.</summary>
/// <param name="IsOff">There is to be none.</param>
/// <param name="Path">Absolute; null: in the run folder.</param>
internal sealed record ControlSocketChoice(bool IsOff, string? Path)
{
    /// <summary>The default.</summary>
    public static ControlSocketChoice InRunFolder { get; } = new(false, null);

    /// <summary>No control socket.</summary>
    public static ControlSocketChoice Off { get; } = new(true, null);
}
