using System.Globalization;

namespace AppHost.Host.Configuration.Sources;

/// <summary>Turns the app's own part of the file into the flat keys of IConfiguration: <c>A:B</c>, list items <c>A:0</c>. Pure.</summary>
internal static class AppConfigurationFlattener
{
    // Aliases let ten lines stand for a billion values.
    private const int MaxValues = 10_000;

    /// <summary>Flattens a mapping into <see cref="SourceContent.AppConfiguration"/>.</summary>
    public static void Flatten(YamlMapping mapping, string file, SourceContent content)
    {
        // IConfiguration does not tell upper from lower case.
        var places = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Flatten(mapping, prefix: "", file, content, places);
        if (content.AppConfiguration.Count > MaxValues)
        {
            content.Errors.Add(ConfigurationProblem.Of(
                ValueOrigin.File(file, mapping.Line, mapping.Column),
                "app",
                $"more than {MaxValues} values; give the app a file of its own"));
        }
    }

    private static void Flatten(YamlNode node, string prefix, string file, SourceContent content, Dictionary<string, string> places)
    {
        if (content.AppConfiguration.Count > MaxValues)
        {
            return;
        }

        switch (node)
        {
            case YamlMapping mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    Flatten(value, Join(prefix, key.Text), file, content, places);
                }

                break;
            case YamlSequence sequence:
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    Flatten(sequence.Items[i], Join(prefix, i.ToString(CultureInfo.InvariantCulture)), file, content, places);
                }

                break;
            case YamlScalar scalar:
                var origin = ValueOrigin.File(file, scalar.Line, scalar.Column);
                if (places.TryAdd(prefix, origin.Place))
                {
                    content.AppConfiguration.Add(new GivenItem(prefix, scalar.IsNull ? null : scalar.Text, origin));
                }
                else
                {
                    content.Errors.Add(ConfigurationProblem.Of(origin, "app", $"'{prefix}' is given twice, first at {places[prefix]}; "
                        + "upper and lower case are the same here; keep one"));
                }

                break;
        }
    }

    private static string Join(string prefix, string key) => prefix.Length == 0 ? key : $"{prefix}:{key}";
}
