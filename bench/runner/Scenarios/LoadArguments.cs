using System.Globalization;

namespace AppHost.Bench.Scenarios;

/// <summary>Options of the load generator as words.</summary>
internal static class LoadArguments
{
    /// <summary>An open loop with Poisson arrivals.</summary>
    /// <param name="rate">Requests per second.</param>
    /// <param name="seconds">The measured window.</param>
    /// <param name="warmup">Seconds before it.</param>
    /// <param name="round">The seed.</param>
    public static IReadOnlyList<string> Open(double rate, double seconds, double warmup, int round) =>
        ["--rate", Text(rate), .. Window(seconds, warmup, round)];

    /// <summary>A closed loop.</summary>
    public static IReadOnlyList<string> Closed(int connections, double seconds, double warmup, int round) =>
        ["--connections", Text(connections), .. Window(seconds, warmup, round)];

    /// <summary>A number as an option's value.</summary>
    public static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> Window(double seconds, double warmup, int round) =>
        ["--duration", Text(seconds) + "s", "--warmup", Text(warmup) + "s", "--seed", Text(round)];
}
