namespace AppHost.Host.Configuration;

/// <summary>How a reload goes.</summary>
/// <param name="Surge">More workers than N while it goes; at least 1, already computed from a percentage.</param>
/// <param name="Bake">How long the first new worker serves before the others follow.</param>
/// <param name="Unavailable">Workers that may be missing from N while it goes.</param>
/// <param name="Keep">Earlier generations kept for a rollback.</param>
internal sealed record ReloadSettings(int Surge, TimeSpan Bake, int Unavailable = 0, int Keep = 3);
