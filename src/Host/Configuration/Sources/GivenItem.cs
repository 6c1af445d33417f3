namespace AppHost.Host.Configuration.Sources;

/// <summary>One text that a source gave.</summary>
/// <param name="Name">Its name in a map; null for scalars and list items.</param>
/// <param name="Text">The text, or null: an empty value of the app's own configuration.</param>
/// <param name="Origin">Where it was written.</param>
internal sealed record GivenItem(string? Name, string? Text, ValueOrigin Origin);
