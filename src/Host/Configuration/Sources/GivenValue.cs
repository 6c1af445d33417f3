using AppHost.Host.Configuration.Declaration;

namespace AppHost.Host.Configuration.Sources;

/// <summary>What a source gave for a setting; not yet read.</summary>
/// <param name="Setting">The setting; may be a shorthand.</param>
/// <param name="Items">One for a scalar; any number for a list or a map.</param>
/// <param name="Origin">Where the value begins.</param>
internal sealed record GivenValue(SettingDeclaration Setting, IReadOnlyList<GivenItem> Items, ValueOrigin Origin)
{
    /// <summary>A scalar.</summary>
    public static GivenValue Scalar(SettingDeclaration setting, string text, ValueOrigin origin) =>
        new(setting, [new GivenItem(null, text, origin)], origin);
}
