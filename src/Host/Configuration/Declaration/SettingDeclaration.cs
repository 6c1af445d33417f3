using System.Reflection;
using AppHost.Host.Configuration.Formats;

namespace AppHost.Host.Configuration.Declaration;

/// <summary>Everything that is said of one setting. Immutable.</summary>
internal sealed class SettingDeclaration
{
    private readonly SettingAttribute _setting;
    private readonly PropertyInfo _property;

    internal SettingDeclaration(PropertyInfo property, SettingAttribute setting, ValueFormatAttribute format, OptionSpelling? option)
    {
        (_property, _setting, Format, Option) = (property, setting, format, option);
        EnvironmentName = "APPHOST_" + setting.Path.ToUpperInvariant().Replace('.', '_').Replace('-', '_');
        Shape = property.PropertyType == typeof(string) || property.PropertyType == typeof(bool) ? SettingShape.Scalar
            : setting.Path == SettingOptions.EnvironmentPath ? SettingShape.Map
            : SettingShape.List;
    }

    /// <inheritdoc cref="SettingAttribute.Path"/>
    public string Path => _setting.Path;

    /// <summary>What comes before the last dot of the path; empty at the top of the file.</summary>
    public string Section => Path[..Math.Max(0, Path.LastIndexOf('.'))];

    /// <summary>What follows the last dot of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    /// <inheritdoc cref="SettingAttribute.Topic"/>
    public Topic Topic => _setting.Topic;

    /// <inheritdoc cref="SettingAttribute.Summary"/>
    public string Summary => _setting.Summary;

    /// <inheritdoc cref="SettingAttribute.Default"/>
    public string? Default => _setting.Default;

    /// <inheritdoc cref="SettingAttribute.DefaultNote"/>
    public string? DefaultNote => _setting.DefaultNote;

    /// <inheritdoc cref="SettingAttribute.Example"/>
    public string? Example => _setting.Example;

    /// <inheritdoc cref="SettingAttribute.Reloadable"/>
    public bool Reloadable => _setting.Reloadable;

    /// <summary>How its text is read.</summary>
    public ValueFormatAttribute Format { get; }

    /// <summary>One value, a list or a map.</summary>
    public SettingShape Shape { get; }

    /// <summary>For example <c>APPHOST_QUEUE_LENGTH</c>.</summary>
    public string EnvironmentName { get; }

    /// <summary>Null if it has no option.</summary>
    public OptionSpelling? Option { get; }

    /// <summary>The paths of the settings that it stands for; empty for one with a value of its own.</summary>
    public IEnumerable<string> StandsFor => _setting.StandsFor.Select(name => $"{Path}.{name}");

    /// <summary>True if it only stands for others.</summary>
    public bool IsShorthand => _setting.StandsFor.Length > 0;

    /// <summary>The values that the command line gave; empty if it gave none.</summary>
    public IReadOnlyList<string> GivenOn(SettingOptions options) => _property.GetValue(options) switch
    {
        string text => [text],
        true => [((SwitchAttribute)Format).Given],
        IEnumerable<string> texts => [.. texts],
        _ => [],
    };
}
