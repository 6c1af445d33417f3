using System.Globalization;

namespace AppHost.Host.Output;

/// <summary>A number with its noun.</summary>
internal static class Counted
{
    /// <summary><c>1 worker</c>, <c>12,000 workers</c>.</summary>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
