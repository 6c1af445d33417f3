namespace AppHost.Load.Options;

/// <summary>
/// Lets an option be given several times. The library's own sequences take every word that follows, the target included, and cannot be
/// repeated in a verb. A pure function.
/// </summary>
internal static class RepeatedOptions
{
    /// <summary>Stands between the joined values; cannot be typed.</summary>
    public const char Separator = '\u001f';

    /// <summary>Joins the values of each of the named options into one, at the place of the first.</summary>
    public static string[] Join(IReadOnlyList<string> arguments, params ReadOnlySpan<string> options)
    {
        var result = new List<string>();
        var places = new Dictionary<string, int>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var equals = arguments[i].IndexOf('=');
            var name = equals < 0 ? arguments[i] : arguments[i][..equals];
            if (!options.Contains(name) || (equals < 0 && i + 1 == arguments.Count))
            {
                result.Add(arguments[i]);
                continue;
            }
            var value = equals < 0 ? arguments[++i] : arguments[i][(equals + 1)..];
            if (places.TryGetValue(name, out var place))
            {
                result[place] += Separator + value;
                continue;
            }
            result.Add(name);
            places[name] = result.Count;
            result.Add(value);
        }
        return [.. result];
    }

    /// <summary>The values joined by <see cref="Join"/>; none when the option was not given.</summary>
    public static string[] Split(string? joined) => joined?.Split(Separator) ?? [];
}
