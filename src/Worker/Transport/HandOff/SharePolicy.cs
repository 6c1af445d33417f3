namespace AppHost.Worker.Transport.HandOff;

/// <summary>
/// Decides how many of its connections a worker gives away: those that came before a scale-up or a reload would otherwise stay where
/// they are for as long as their clients keep them.
/// </summary>
internal static class SharePolicy
{
    /// <summary>Of the mean; so little is no imbalance, and moving has its price.</summary>
    private const int Tolerance = 8;

    /// <summary>The rule. Pure.</summary>
    /// <param name="own">Connections of this worker.</param>
    /// <param name="siblings">All that are ready.</param>
    /// <param name="most">At once.</param>
    /// <returns>How many, and to whom; nothing: (0, -1).</returns>
    public static (int Count, int Region) Decide(int own, ReadOnlySpan<Sibling> siblings, int most)
    {
        int fewest = int.MaxValue;
        int region = -1;
        long all = own;
        foreach (Sibling sibling in siblings)
        {
            all += sibling.Load.Connections;
            if (sibling.Load.Connections >= fewest) continue;
            fewest = sibling.Load.Connections;
            region = sibling.Region;
        }

        if (region < 0) return (0, -1);
        int mean = (int)((all + siblings.Length) / (siblings.Length + 1));
        int surplus = own - mean;
        int lack = mean - fewest;
        if (surplus <= Math.Max(1, mean / Tolerance) || lack <= 0) return (0, -1);
        // Others may give to the same one at the same time: half of it, and the rest the next time.
        return (Math.Clamp(Math.Min(surplus, lack) / 2, 1, most), region);
    }
}
