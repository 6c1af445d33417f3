using System.Globalization;

namespace AppHost.Load.Options;

/// <summary>Durations and sizes as people write them. Pure functions.</summary>
internal static class Quantities
{
    private static readonly (string Suffix, double Seconds)[] TimeUnits = [("us", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600)];
    private static readonly (string Suffix, double Bytes)[] SizeUnits =
        [("KiB", 1024), ("MiB", 1024 * 1024), ("GiB", 1024 * 1024 * 1024), ("B", 1), ("", 1)];

    /// <summary>Reads <c>250us</c>, <c>50ms</c>, <c>1.5s</c>, <c>2m</c>, <c>1h</c>; a bare number has no unit and is refused.</summary>
    public static bool TryReadDuration(string text, out TimeSpan duration)
    {
        duration = default;
        if (!TryRead(text, TimeUnits, out var seconds) || seconds > TimeSpan.FromDays(1).TotalSeconds)
            return false;
        duration = TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>Reads <c>100</c>, <c>16KiB</c>, <c>1MiB</c>.</summary>
    public static bool TryReadSize(string text, out long bytes)
    {
        bytes = 0;
        if (!TryRead(text, SizeUnits, out var value) || value != Math.Floor(value) || value > long.MaxValue / 2)
            return false;
        bytes = (long)value;
        return true;
    }

    private static bool TryRead(string text, (string Suffix, double Factor)[] units, out double value)
    {
        value = 0;
        foreach (var (suffix, factor) in units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal))
                continue;
            var digits = text.AsSpan(0, text.Length - suffix.Length);
            if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                continue;
            value = number * factor;
            return true;
        }
        return false;
    }
}
