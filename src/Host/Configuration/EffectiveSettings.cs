using AppHost.Host.Configuration.Declaration;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Host.Configuration;

/// <summary>Lists values for people. Pure.</summary>
internal static class EffectiveSettings
{
    /// <summary>Every setting in the order of declaration, variables and the app's own keys below theirs.</summary>
    /// <param name="values">What was read.</param>
    /// <param name="environmentFile">What the env-file holds.</param>
    /// <param name="name">The name of the host.</param>
    /// <param name="workers">N, as computed.</param>
    public static IReadOnlyList<EffectiveSetting> List(
        ValueSet values, IReadOnlyList<GivenItem> environmentFile, string name, int workers)
    {
        var list = new List<EffectiveSetting>();
        foreach (var setting in SettingCatalog.All)
        {
            if (!values.TryFind(setting.Path, out var value))
            {
                continue;
            }

            switch (setting.Path)
            {
                case "app":
                    list.Add(Row(value, value.Text));
                    list.AddRange(values.AppConfiguration.Select(item =>
                        new EffectiveSetting($"app:{item.Name}", SecretName.Hide(item.Name!, item.Text), item.Origin, setting.Reloadable)));
                    break;
                case SettingOptions.EnvironmentPath:
                    var names = value.Items.Select(item => item.Name).ToHashSet();
                    list.AddRange(environmentFile.Where(item => !names.Contains(item.Name)).Concat(value.Items).Select(item =>
                        new EffectiveSetting($"env.{item.Name}", SecretName.Hide(item.Name!, item.Text), item.Origin, setting.Reloadable)));
                    break;
                case "args":
                    list.Add(Row(value, string.Join(' ', value.Items.Select(item => SecretName.HideInArgument(item.Text ?? "")))));
                    break;
                case "name":
                    list.Add(Row(value, name));
                    break;
                case "workers":
                    list.Add(Row(value, value.Value is null ? $"{workers} (auto)" : value.Text));
                    break;
                default:
                    list.Add(Row(value, value.Text));
                    break;
            }
        }

        list.AddRange(values.ClassItems.Select(item => new EffectiveSetting(item.Name!, item.Text ?? "", item.Origin, Reloadable: true)));
        return list;
    }

    private static EffectiveSetting Row(ResolvedValue value, string text) =>
        new(value.Setting.Path, text, value.Origin, value.Setting.Reloadable);
}
