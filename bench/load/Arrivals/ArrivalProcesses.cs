namespace AppHost.Load.Arrivals;

/// <summary>Splits one arrival process over threads.</summary>
internal static class ArrivalProcesses
{
    /// <summary>
    /// The share of thread <paramref name="thread"/> of <paramref name="threads"/>. Poisson processes of R/T each add up to one of R;
    /// fixed ones are shifted against each other by one gap of the whole.
    /// </summary>
    public static IArrivalProcess ForThread(ArrivalKind kind, double ratePerSecond, SeededRandom random, int thread, int threads) =>
        kind == ArrivalKind.Poisson
            ? new PoissonArrivals(ratePerSecond / threads, random)
            : new FixedArrivals(ratePerSecond / threads, (double)thread / threads);
}
