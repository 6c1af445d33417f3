namespace AppHost.Host.Advice;

/// <summary>The two formulas of queueing theory that sizing needs. Pure.</summary>
internal static class Queueing
{
    /// <summary>
    /// How many requests are in a system at a time: L = lambda x W. Little, "A Proof for the Queuing Formula L = lambda W",
    /// Operations Research 9 (1961). Holds for means, whatever the distributions are.
    /// </summary>
    /// <param name="rate">lambda: requests a second.</param>
    /// <param name="time">W: the time that each is in the system.</param>
    public static double InSystem(double rate, TimeSpan time) => rate * time.TotalSeconds;

    /// <summary>
    /// The share of requests that find all servers busy: Erlang's C formula (1917), by the recursion of his B formula, as the
    /// factorials of the textbook form overflow from 171 servers on.
    /// </summary>
    /// <param name="servers">At least 1.</param>
    /// <param name="load">In Erlang: rate x time.</param>
    /// <returns>0 to 1; 1 for a load that the servers cannot carry.</returns>
    public static double ShareThatWaits(int servers, double load)
    {
        if (load >= servers) return 1;
        double blocked = 1;
        for (int server = 1; server <= servers; server++) blocked = load * blocked / (server + (load * blocked));
        return servers * blocked / (servers - (load * (1 - blocked)));
    }

    /// <summary>
    /// The time within which a request gets a server with the given probability, in M/M/c, first come first served:
    /// P(wait &gt; t) = C exp(-(c - load) t / W). Kleinrock, "Queueing Systems", volume 1 (1975), 3.5 and 5.
    /// </summary>
    /// <param name="probability">For example 0.95.</param>
    /// <returns>Null if the servers cannot carry the load: the queue then grows for ever.</returns>
    public static TimeSpan? WaitWithin(double probability, int servers, double rate, TimeSpan time)
    {
        double load = InSystem(rate, time);
        if (load >= servers) return null;
        double waits = ShareThatWaits(servers, load);
        return waits <= 1 - probability ? TimeSpan.Zero : time * (Math.Log(waits / (1 - probability)) / (servers - load));
    }
}
