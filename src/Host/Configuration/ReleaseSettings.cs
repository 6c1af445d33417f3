namespace AppHost.Host.Configuration;

/// <summary>How the host treats the folder that the app comes from.</summary>
/// <param name="TakesSnapshots">Workers run a copy of it.</param>
/// <param name="StateFolder">Where copies go; null: found by the platform's conventions.</param>
/// <param name="Shared">Names in it that stay live.</param>
/// <param name="TouchFile">A file in it whose new time asks for a reload; empty: none.</param>
/// <param name="Watch">Any change of code in it asks for a reload.</param>
internal sealed record ReleaseSettings(bool TakesSnapshots, string? StateFolder, IReadOnlyList<string> Shared, string TouchFile, bool Watch);
