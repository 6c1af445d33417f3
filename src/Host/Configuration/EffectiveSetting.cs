namespace AppHost.Host.Configuration;

/// <summary>One row of <c>config show</c>.</summary>
/// <param name="Name">The setting, for example <c>queue.length</c>, or <c>env.NAME</c> and <c>app:Key</c> for the app's own.</param>
/// <param name="Value">As it could be written; empty if there is none.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Reloadable">A reload applies a changed value.</param>
internal sealed record EffectiveSetting(string Name, string Value, ValueOrigin Origin, bool Reloadable);
