namespace AppHost.Host.Advice;

/// <summary>The rules of thumb that people know, so that advice can be held against them. Pure.</summary>
internal static class FieldRules
{
    /// <summary>Below this share of waiting the work counts as CPU work.</summary>
    public const double MostlyCpu = 0.1;

    /// <summary>From this share on it counts as waiting.</summary>
    public const double MostlyWaiting = 0.5;

    /// <summary>Threads beyond so many for each core cost more in switches and stacks than they bring.</summary>
    public const int ThreadsPerCore = 10;

    /// <summary>
    /// Threads that keep the cores busy: cores x (1 + wait / service). Goetz et al., "Java Concurrency in Practice" (2006), 8.2,
    /// at a target utilisation of 1.
    /// </summary>
    public static double Threads(double cores, TimeSpan wait, TimeSpan service) => cores * (1 + (wait / service));

    /// <summary>
    /// The same from the share of time that is spent waiting: cores / (1 - share). Subramaniam, "Programming Concurrency on the
    /// JVM" (2011), 2.1, where the share is called the blocking coefficient.
    /// </summary>
    /// <param name="waitShare">0 to below 1.</param>
    public static double Threads(double cores, double waitShare) => cores / (1 - waitShare);

    /// <summary>
    /// Worker processes: one for each core, for mixed work two. Unicorn and Gunicorn advise 2 to 4 for each core, because one of
    /// their processes runs on one core only; a .NET process uses all of them, and more processes only buy isolation.
    /// </summary>
    public static int Workers(double cores, double waitShare) => SizingAdvisor.WholeUp(
        waitShare is >= MostlyCpu and < MostlyWaiting ? 2 * cores : cores);
}
