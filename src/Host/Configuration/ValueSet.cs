using System.Diagnostics.CodeAnalysis;
using AppHost.Host.Configuration.Classes;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Host.Configuration;

/// <summary>The values that count, by the path of their setting; complete but for those that could not be read.</summary>
internal sealed class ValueSet
{
    private readonly Dictionary<string, ResolvedValue> _values = [];

    /// <summary>The app's own configuration.</summary>
    public IReadOnlyList<GivenItem> AppConfiguration { get; set; } = [];

    /// <summary>The classes of requests.</summary>
    public IReadOnlyList<RequestClass> Classes { get; set; } = [];

    /// <summary>What was written for them.</summary>
    public IReadOnlyList<GivenItem> ClassItems { get; set; } = [];

    /// <summary>Every value.</summary>
    public IReadOnlyCollection<ResolvedValue> All => _values.Values;

    /// <summary>Sets or replaces a value.</summary>
    public void Set(ResolvedValue value) => _values[value.Setting.Path] = value;

    /// <summary>The value of a setting.</summary>
    public bool TryFind(string path, [NotNullWhen(true)] out ResolvedValue? value) => _values.TryGetValue(path, out value);

    /// <summary>The value of a scalar setting; the default of the type if there is none.</summary>
    public T Get<T>(string path) => _values.TryGetValue(path, out var value) && value.Value is T typed ? typed : default!;

    /// <summary>The values of a list.</summary>
    public IReadOnlyList<T> GetList<T>(string path) =>
        _values.TryGetValue(path, out var value) && value.Value is object[] items ? [.. items.Cast<T>()] : [];

    /// <summary>Where the value of a setting comes from.</summary>
    public ValueOrigin OriginOf(string path) => _values.TryGetValue(path, out var value) ? value.Origin : ValueOrigin.Default;

    /// <summary>True if somebody chose the value for this host.</summary>
    public bool IsGiven(string path) => OriginOf(path).Kind >= OriginKind.File;
}
