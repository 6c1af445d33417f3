using System.Buffers;
using System.Globalization;

namespace AppHost.Host.Configuration.Formats;

/// <summary>Durations as people write them: <c>250ms 30s 1.5m 2h 7d</c>. Pure.</summary>
internal static class DurationText
{
    /// <summary>What a duration looks like.</summary>
    public const string Form = "a duration such as 250ms, 30s, 5m or 2h";

    /// <summary>The same as a regular expression.</summary>
    public const string Pattern = @"(0|[0-9]+(\.[0-9]+)?(ms|s|m|h|d))";

    /// <summary>Timers count milliseconds in 32 bits, which ends a little later than this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");

    private static readonly (string Suffix, double Milliseconds)[] Units =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary>Reads a duration.</summary>
    /// <param name="text">A number and its unit; 0 needs none.</param>
    /// <param name="duration">Between zero and <see cref="Longest"/>.</param>
    /// <param name="advice">What to write instead, if the text is wrong.</param>
    public static bool TryParse(string text, out TimeSpan duration, out string advice)
    {
        duration = TimeSpan.Zero;
        advice = "write a number and a unit without a blank, such as 30s";
        var digits = text.AsSpan().IndexOfAnyExcept(NumberLetters);
        if (digits < 0)
        {
            if (text.Length > 0 && text.AsSpan().Trim('0').IsEmpty)
            {
                return true;
            }

            if (IsNumber(text))
            {
                advice = $"a unit is missing: write {text}s or {text}ms";
            }

            return false;
        }

        foreach (var (suffix, milliseconds) in Units)
        {
            if (text.AsSpan(digits).SequenceEqual(suffix) && IsNumber(text.AsSpan(0, digits)))
            {
                var total = double.Parse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
                    * milliseconds;
                if (total > Longest.TotalMilliseconds)
                {
                    advice = $"write {Longest.TotalDays}d or less";
                    return false;
                }

                duration = TimeSpan.FromMilliseconds(total);
                return true;
            }
        }

        if (text.StartsWith('-'))
        {
            advice = "time does not run backwards: write 0 or more";
        }

        return false;
    }

    /// <summary>Reads a duration of a declaration, which must be right.</summary>
    public static TimeSpan Parse(string text) =>
        TryParse(text, out var duration, out var advice) ? duration : throw new FormatException($"'{text}': {advice}");

    /// <summary>The shortest way to write a duration.</summary>
    public static string Show(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        for (var i = Units.Length - 1; i > 0; i--)
        {
            var count = duration.TotalMilliseconds / Units[i].Milliseconds;
            if (count >= 1 && Math.Floor(count) == count)
            {
                return count.ToString(CultureInfo.InvariantCulture) + Units[i].Suffix;
            }
        }

        return duration.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
    }

    private static bool IsNumber(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= 15 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1]) && text.Count('.') <= 1;
}
