using AppHost.Host.Configuration.Declaration;

namespace AppHost.Host.Configuration;

/// <summary>
/// Shortens a default linger to a graceful timeout that somebody chose: asking for one must not need asking for both. Pure.
/// </summary>
internal static class LingerCap
{
    /// <summary>Changes the values where needed.</summary>
    public static void Apply(ValueSet values)
    {
        foreach (var when in SettingCatalog.Below("linger").Select(setting => setting.Name))
        {
            if (!values.IsGiven($"linger.{when}")
                && values.TryFind($"linger.{when}", out var linger)
                && values.TryFind($"graceful-timeout.{when}", out var graceful)
                && linger.Value is TimeSpan lingering
                && graceful.Value is TimeSpan limit
                && lingering > limit)
            {
                values.Set(linger with
                {
                    Value = limit,
                    Items = graceful.Items,
                    Origin = ValueOrigin.Default with { Place = $"default, at most graceful-timeout.{when}" },
                });
            }
        }
    }
}
