namespace AppHost.Worker.Transport;

/// <summary>
/// Decides whether a worker accepts the next connection. Connections are not slots, requests are: idle connections do not
/// count, a fresh one counts until its request is there, for 20 ms at most.
/// </summary>
/// <remarks>
/// A gate that simply closed when all slots are busy would move overload into the kernel's backlog, where nothing can
/// shed: goodput was measured at 0.08 of capacity under three times the load.
/// </remarks>
internal static class Gate
{
    /// <summary>The rule. Pure.</summary>
    public static GateDecision Decide(in GateLoad own, in SiblingLoad siblings, QueuePolicy policy)
    {
        if (own.IsFree) return GateDecision.Serve;
        if (siblings.AnyFree) return GateDecision.Leave;
        // Among workers that would all make it wait, the shortest queue takes it: the others would only make it wait longer.
        if (own.Waiting > siblings.ShortestQueue) return GateDecision.Leave;
        if (own.Waiting < own.QueueLimit) return GateDecision.Queue;
        if (policy is QueuePolicy.CallerRuns) return GateDecision.Leave;
        return siblings.AnyQueueRoom ? GateDecision.Leave : GateDecision.Shed;
    }

    /// <summary>
    /// Whether a worker that has just accepted leaves the next connections to others for a moment. Of many that come at once
    /// the worker that happens to run takes nearly all, before its siblings are awake. Pure.
    /// </summary>
    /// <param name="connections">That it has now.</param>
    /// <param name="siblings">Those with a free slot count.</param>
    public static bool Yields(int connections, in SiblingLoad siblings)
    {
        // So little is no imbalance, and short connections come and go.
        const int Tolerance = 4;
        int fewest = siblings.FewestConnections;
        return fewest < int.MaxValue && connections > fewest + Math.Max(Tolerance, fewest / 8);
    }
}
