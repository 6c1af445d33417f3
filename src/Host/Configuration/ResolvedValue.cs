using AppHost.Host.Configuration.Declaration;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Host.Configuration;

/// <summary>The value that counts for one setting.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">As its format gave it; for a list an <c>object?[]</c>; null for a map and where there is none.</param>
/// <param name="Items">The texts it was read from; more than one for lists and maps.</param>
/// <param name="Origin">Where it comes from.</param>
internal sealed record ResolvedValue(SettingDeclaration Setting, object? Value, IReadOnlyList<GivenItem> Items, ValueOrigin Origin)
{
    /// <summary>As it could be written again; empty if there is none.</summary>
    public string Text => Setting.Shape == SettingShape.Scalar
        ? Setting.Format.Show(Value) ?? (Items.Count > 0 ? Items[0].Text : null) ?? ""
        : string.Join(", ", Items.Select(item => item.Text));
}
