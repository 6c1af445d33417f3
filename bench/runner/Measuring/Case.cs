using AppHost.Bench.Contestants;

namespace AppHost.Bench.Measuring;

/// <summary>One thing to measure: a server of some size at one point of a scenario.</summary>
/// <param name="Contestant">The server.</param>
/// <param name="Sizing">Its processes and threads.</param>
/// <param name="Point">Where on the scenario's axis.</param>
internal sealed record Case(Contestant Contestant, Sizing Sizing, Point Point)
{
    /// <summary>Requests of a worker that may wait, for servers that bound it; null: as they come.</summary>
    public int? Queue { get; init; }

    /// <summary>The only point of a scenario that has no axis.</summary>
    public Case(Contestant contestant, Sizing sizing)
        : this(contestant, sizing, Point.Only)
    {
    }
}
