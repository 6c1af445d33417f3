using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;

namespace AppHost.Bench.Scenarios;

/// <summary>What the scenarios with a blocking handler of 50 ms share.</summary>
internal static class Blocking
{
    /// <summary>The path.</summary>
    public const string Path = "/sleep?ms=50";

    /// <summary>Requests per second of 16 slots.</summary>
    public const double Capacity = 320;

    /// <summary>The same for the load generator: it simulates one queue before so many servers.</summary>
    public const string Ideal = "16:50ms";

    /// <summary>4 processes with 4 threads, or as many requests at once in the way of the server.</summary>
    public static Sizing Sizing { get; } = new(4, 4);

    /// <summary>Servers with a bounded number of slots for blocking code.</summary>
    public static IReadOnlyList<Contestant> Slotted { get; } =
    [
        ContestantCatalog.AppHostThreaded, ContestantCatalog.AppHostThreadedSockets, ContestantCatalog.AppHostSync, ContestantCatalog.Puma,
        ContestantCatalog.Gthread, ContestantCatalog.GunicornSync, ContestantCatalog.Uwsgi, ContestantCatalog.PhpFpm,
    ];

    /// <summary>A case with 16 slots.</summary>
    public static Case Case(Contestant contestant, Point point) => new(contestant, contestant.Fit(Sizing), point);
}
