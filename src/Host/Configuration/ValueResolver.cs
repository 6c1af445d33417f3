using AppHost.Host.Configuration.Declaration;
using AppHost.Host.Configuration.Formats;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Host.Configuration;

/// <summary>Lays the sources over each other, the strongest last, and reads every text, also of values that do not count.</summary>
internal sealed class ValueResolver
{
    private readonly ValueContext _fileContext;
    private readonly ValueContext _otherContext;
    private readonly ICollection<ConfigurationProblem> _errors;
    private readonly ValueSet _values = new();

    private ValueResolver(ValueContext fileContext, ValueContext otherContext, ICollection<ConfigurationProblem> errors) =>
        (_fileContext, _otherContext, _errors) = (fileContext, otherContext, errors);

    /// <summary>Resolves.</summary>
    /// <param name="sources">The weakest first.</param>
    /// <param name="fileContext">For values of the file.</param>
    /// <param name="otherContext">For all other values.</param>
    /// <param name="errors">Takes every text that is wrong.</param>
    public static ValueSet Resolve(
        IEnumerable<SourceContent> sources, ValueContext fileContext, ValueContext otherContext, ICollection<ConfigurationProblem> errors)
    {
        var resolver = new ValueResolver(fileContext, otherContext, errors);
        resolver.AddDefaults();
        foreach (var source in sources)
        {
            resolver.Add(source);
        }

        return resolver._values;
    }

    private void AddDefaults()
    {
        foreach (var setting in SettingCatalog.All.Where(setting => !setting.IsShorthand))
        {
            if (setting.Default is null)
            {
                _values.Set(new ResolvedValue(setting, null, [], ValueOrigin.Default));
            }
            else
            {
                Add(GivenValue.Scalar(setting, setting.Default, ValueOrigin.Default));
            }
        }
    }

    private void Add(SourceContent source)
    {
        var named = source.Values.Select(value => value.Setting.Path).ToHashSet();
        foreach (var given in source.Values)
        {
            if (!given.Setting.IsShorthand)
            {
                Add(given);
            }
            else if (TryRead(given, out _))
            {
                // A source that also names a member means the shorthand for the others only.
                foreach (var path in given.Setting.StandsFor.Where(path => !named.Contains(path)))
                {
                    Add(given with { Setting = SettingCatalog.Find(path)! });
                }
            }
        }

        if (source.Classes.Count > 0)
        {
            (_values.Classes, _values.ClassItems) = (source.Classes, source.ClassItems);
        }

        if (source.AppConfiguration.Count > 0)
        {
            _values.AppConfiguration = source.AppConfiguration;
        }
    }

    private void Add(GivenValue given)
    {
        if (given.Setting.Shape == SettingShape.Map)
        {
            AddMap(given);
        }
        else if (TryRead(given, out var value))
        {
            _values.Set(new ResolvedValue(given.Setting, value, given.Items, given.Origin));
        }
    }

    private void AddMap(GivenValue given)
    {
        if (TryRead(given, out _) && _values.TryFind(given.Setting.Path, out var earlier))
        {
            var names = given.Items.Select(item => item.Name).ToHashSet();
            var kept = earlier.Items.Where(item => !names.Contains(item.Name));
            var added = given.Items.GroupBy(item => item.Name).Select(same => same.Last());
            _values.Set(new ResolvedValue(given.Setting, null, [.. kept, .. added], given.Origin));
        }
    }

    private bool TryRead(GivenValue given, out object? value)
    {
        var context = given.Origin.Kind == OriginKind.File ? _fileContext : _otherContext;
        var read = given.Items.Select(item => (item.Origin, Parsed: given.Setting.Format.Parse(item.Text ?? "", context))).ToList();
        foreach (var (origin, parsed) in read.Where(item => item.Parsed.Problem is not null))
        {
            _errors.Add(ConfigurationProblem.Of(origin, given.Setting.Path, parsed.Problem!));
        }

        value = given.Setting.Shape == SettingShape.Scalar ? read[0].Parsed.Value : read.Select(item => item.Parsed.Value).ToArray();
        return read.TrueForAll(item => item.Parsed.Problem is null);
    }
}
