using AppHost.Host.Configuration.Classes;
using AppHost.Host.Configuration.Declaration;
using AppHost.WorkerTypes;

namespace AppHost.Host.Configuration.Sources;

/// <summary>Finds the settings in the text of <c>appserver.yaml</c>. Pure.</summary>
internal sealed class YamlSource
{
    private readonly string _file;
    private readonly SourceContent _content = new();

    private YamlSource(string file) => _file = file;

    /// <summary>Reads the file's text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">The file's name, for places.</param>
    public static SourceContent Read(string text, string file)
    {
        var source = new YamlSource(file);
        var root = YamlReader.Read(text, file, source._content.Errors);
        if (root is YamlMapping mapping)
        {
            source.ReadSection(mapping, prefix: "");
        }
        else if (root is not (null or YamlScalar { IsNull: true }))
        {
            source.Report(root, null, $"expected settings such as 'workers: 4', got {root.Kind}; "
                + "write one 'name: value' on each line, with a blank after the colon");
        }

        return source._content;
    }

    private void ReadSection(YamlMapping mapping, string prefix)
    {
        foreach (var (key, value) in mapping.Entries)
        {
            var path = prefix + key.Text;
            var setting = SettingCatalog.Find(path);
            var isSection = SettingCatalog.Below(path).Any();
            switch (value)
            {
                case YamlMapping app when path == "app":
                    ReadApp(setting!, app);
                    break;
                case var classes when path == "classes":
                    ClassReader.Read(classes, _file, _content);
                    break;
                case YamlMapping section when isSection:
                    ReadSection(section, path + '.');
                    break;
                case YamlScalar { IsNull: true } when isSection || setting?.Shape == SettingShape.Map:
                    // A section whose lines are all commented out.
                    break;
                case var _ when setting is not null:
                    ReadSetting(setting, value);
                    break;
                case var _ when isSection:
                    var names = string.Join(", ", SettingCatalog.Below(path).Select(known => known.Name));
                    Report(value, path, $"expected a section with {names}, got {value.Kind}; write them on lines of their own below");
                    break;
                default:
                    Report(key, null, $"there is no setting '{path}'{Suggestion(path, prefix)}");
                    break;
            }
        }
    }

    private void ReadSetting(SettingDeclaration setting, YamlNode value)
    {
        switch (setting.Shape, value)
        {
            case (_, YamlScalar { IsNull: true }):
                Report(value, setting.Path, $"expected {setting.Format.Expected}, got nothing; write a value or remove the line");
                break;
            case (SettingShape.List or SettingShape.Scalar, YamlScalar scalar):
                _content.Values.Add(GivenValue.Scalar(setting, scalar.Text.Trim(), At(scalar)));
                break;
            case (SettingShape.List, YamlSequence list):
                ReadList(setting, list);
                break;
            case (SettingShape.Map, YamlMapping map):
                ReadMap(setting, map);
                break;
            default:
                var expected = setting.Shape switch
                {
                    SettingShape.List => "a list",
                    SettingShape.Map => "a mapping of names to values",
                    _ => setting.Format.Expected,
                };
                Report(value, setting.Path, $"expected {expected}, got {value.Kind}; write {Form(setting)}");
                break;
        }
    }

    private void ReadList(SettingDeclaration setting, YamlSequence list)
    {
        var items = new List<GivenItem>();
        foreach (var item in list.Items)
        {
            if (item is YamlScalar { IsNull: false } scalar)
            {
                items.Add(new GivenItem(null, scalar.Text.Trim(), At(scalar)));
            }
            else
            {
                Report(item, setting.Path, $"expected {setting.Format.Expected}, got {item.Kind}; write a plain value");
            }
        }

        _content.Values.Add(new GivenValue(setting, items, At(list)));
    }

    private void ReadMap(SettingDeclaration setting, YamlMapping map)
    {
        var items = new List<GivenItem>();
        foreach (var (key, value) in map.Entries)
        {
            if (!NameValuePairs.IsName(key.Text))
            {
                Report(key, setting.Path, $"'{key.Text}' cannot name a variable; leave out blanks and '='");
            }
            else if (value is YamlScalar scalar)
            {
                items.Add(new GivenItem(key.Text, scalar.IsNull ? "" : scalar.Text, At(scalar)));
            }
            else
            {
                Report(value, setting.Path, $"expected the text of {key.Text}, got {value.Kind}; write one plain value");
            }
        }

        _content.Values.Add(new GivenValue(setting, items, At(map)));
    }

    private void ReadApp(SettingDeclaration setting, YamlMapping mapping)
    {
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key.Text == "path")
            {
                ReadSetting(setting, entry.Value);
            }
        }

        var own = mapping with { Entries = [.. mapping.Entries.Where(entry => entry.Key.Text != "path")] };
        AppConfigurationFlattener.Flatten(own, _file, _content);
    }

    private void Report(YamlNode node, string? setting, string message) =>
        _content.Errors.Add(new ConfigurationProblem(At(node).Place, setting, message));

    private ValueOrigin At(YamlNode node) => ValueOrigin.File(_file, node.Line, node.Column);

    private static string Form(SettingDeclaration setting) => setting.Shape switch
    {
        SettingShape.List or SettingShape.Map => $"'{setting.Path}: {setting.Example}'",
        _ => $"one plain value, such as '{setting.Name}: {setting.Default ?? setting.Example ?? "30s"}'",
    };

    private static string Suggestion(string path, string prefix)
    {
        // Neighbours first: a typing error is likelier than a wrong section.
        var all = SettingCatalog.All;
        var sections = all.Select(setting => setting.Section).Where(section => section.Length > 0);
        var names = sections.Concat(all.Select(setting => setting.Path)).ToList();
        var neighbours = names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.LastIndexOf('.') < prefix.Length);
        var last = path[(path.LastIndexOf('.') + 1)..];
        var nearest = NearestName.Find(path, neighbours)
            ?? NearestName.Find(path, names)
            ?? names.Find(name => name.EndsWith('.' + last, StringComparison.OrdinalIgnoreCase));
        return nearest is null ? "; remove it, or see docs/settings.md for all of them" : $"; did you mean '{nearest}'?";
    }
}
