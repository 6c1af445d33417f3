using AppHost.Host.Configuration.Declaration;

namespace AppHost.Host.Configuration.Sources;

/// <summary>Reads <c>NAME=VALUE</c>. Pure.</summary>
internal static class NameValuePairs
{
    /// <summary>Reads the pairs of a map.</summary>
    public static GivenValue Read(
        SettingDeclaration setting, IEnumerable<string> texts, ValueOrigin origin, ICollection<ConfigurationProblem> errors)
    {
        var items = new List<GivenItem>();
        foreach (var text in texts)
        {
            if (TrySplit(text, out var name, out var value))
            {
                items.Add(new GivenItem(name, value, origin));
            }
            else
            {
                errors.Add(ConfigurationProblem.Of(origin, setting.Path, "expected NAME=VALUE; write a name, '=' and a value"));
            }
        }

        return new GivenValue(setting, items, origin);
    }

    /// <summary>Splits at the first equals sign; the value may be empty, the name may not.</summary>
    public static bool TrySplit(string text, out string name, out string value)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        (name, value) = equals > 0 ? (text[..equals].Trim(), text[(equals + 1)..]) : ("", "");
        return IsName(name);
    }

    /// <summary>A name that the kernel's environment block can carry and a shell would not mistake.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAny("=\0") && !name.Any(char.IsWhiteSpace);
}
