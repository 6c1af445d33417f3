using System.Text;
using System.Text.Json.Nodes;
using AppHost.WorkerTypes;

namespace AppHost.Host.Configuration.Formats;

/// <summary>One of the names of an enum, written in lower case with dashes; the value is of that enum.</summary>
internal sealed class ChoiceAttribute(Type enumType) : ValueFormatAttribute
{
    private readonly Array _values = Enum.GetValues(enumType);
    private string[] _names = [.. Enum.GetNames(enumType).Select(Spell)];

    /// <summary>Other names, separated by commas, in the order of the enum's values.</summary>
    public string Names
    {
        get => string.Join(',', _names);
        init => _names = value.Split(',');
    }

    public override string Expected => string.Join(", ", _names[..^1]) + " or " + _names[^1];

    public override ParsedValue Parse(string text, ValueContext context)
    {
        var index = Array.FindIndex(_names, name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            return ParsedValue.Of(_values.GetValue(index));
        }

        var nearest = NearestName.Find(text, _names);
        return ParsedValue.Wrong(Expected, text, nearest is null ? "write one of these" : $"did you mean {nearest}?");
    }

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. _names.Select(name => JsonValue.Create(name))]) };

    private static string Spell(string name)
    {
        var spelled = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && spelled.Length > 0)
            {
                spelled.Append('-');
            }

            spelled.Append(char.ToLowerInvariant(letter));
        }

        return spelled.ToString();
    }
}
