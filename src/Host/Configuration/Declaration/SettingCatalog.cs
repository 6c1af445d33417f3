using System.Collections.Frozen;
using System.Reflection;
using AppHost.Host.Configuration.Formats;
using CommandLine;

namespace AppHost.Host.Configuration.Declaration;

/// <summary>All settings, read once from the declarations in <see cref="SettingOptions"/>. Immutable.</summary>
internal static class SettingCatalog
{
    /// <summary>By topic, and within a topic in the order of declaration.</summary>
    public static IReadOnlyList<SettingDeclaration> All { get; } = [.. Read().OrderBy(setting => setting.Topic)];

    private static readonly FrozenDictionary<string, SettingDeclaration> ByPath = All.ToFrozenDictionary(setting => setting.Path);

    /// <summary>The setting of a path, or null.</summary>
    public static SettingDeclaration? Find(string path) => ByPath.GetValueOrDefault(path);

    /// <summary>The settings of a section of the file.</summary>
    public static IEnumerable<SettingDeclaration> Below(string section) => All.Where(setting => setting.Section == section);

    /// <summary>How the option of a property is written; null if the property is none.</summary>
    public static OptionSpelling? SpellingOf(PropertyInfo property)
    {
        if (property.GetCustomAttribute<OptionAttribute>() is not { } option)
        {
            return null;
        }

        return new OptionSpelling(
            option.LongName,
            option.ShortName is { Length: 1 } letter ? letter[0] : null,
            property.PropertyType == typeof(bool) ? null : option.MetaValue,
            property.PropertyType != typeof(bool) && property.PropertyType != typeof(string));
    }

    private static IEnumerable<SettingDeclaration> Read()
    {
        // Declared order within a file: the metadata of a class lists its properties as the source does. Not so among the files.
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (var property in typeof(SettingOptions).GetProperties(Declared))
        {
            if (property.GetCustomAttribute<SettingAttribute>() is { } setting)
            {
                var format = property.GetCustomAttribute<ValueFormatAttribute>()
                    ?? throw new InvalidOperationException($"{setting.Path} has no format.");
                yield return new SettingDeclaration(property, setting, format, SpellingOf(property));
            }
        }
    }
}
