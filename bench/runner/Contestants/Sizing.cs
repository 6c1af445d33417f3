namespace AppHost.Bench.Contestants;

/// <summary>How many requests a server may run at once.</summary>
/// <param name="Workers">Processes.</param>
/// <param name="Threads">Threads of each.</param>
internal sealed record Sizing(int Workers, int Threads)
{
    /// <summary>Requests at once.</summary>
    public int Slots => Workers * Threads;

    /// <summary>As in reports: 4x4.</summary>
    public override string ToString() => $"{Workers}x{Threads}";
}
