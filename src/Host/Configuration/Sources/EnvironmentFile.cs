namespace AppHost.Host.Configuration.Sources;

/// <summary>
/// Reads a file of <c>NAME=VALUE</c> lines, as systemd's EnvironmentFile and <c>docker --env-file</c> have them: blank lines and lines
/// that begin with <c>#</c> are skipped, <c>export </c> may stand before a name, quotes around a whole value are taken off.
/// </summary>
internal static class EnvironmentFile
{
    /// <summary>Reads the lines.</summary>
    /// <param name="lines">The file's lines.</param>
    /// <param name="file">Its name, for places.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static IReadOnlyList<GivenItem> Read(IEnumerable<string> lines, string file, ICollection<ConfigurationProblem> errors)
    {
        var items = new List<GivenItem>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            if (text.StartsWith("export ", StringComparison.Ordinal))
            {
                text = text["export ".Length..].TrimStart();
            }

            var origin = ValueOrigin.File(file, number, line.Length - line.TrimStart().Length + 1);
            if (NameValuePairs.TrySplit(text, out var name, out var value))
            {
                items.Add(new GivenItem(name, Unquote(value.Trim()), origin));
            }
            else
            {
                // The text may be a secret that lost its name: it is not repeated.
                errors.Add(ConfigurationProblem.Of(
                    origin, "env-file", "expected NAME=VALUE; write a name, '=' and a value, or '#' before a comment"));
            }
        }

        return items;
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] == value[^1] && value[0] is ('"' or '\'') ? value[1..^1] : value;
}
