using AppHost.Load.Statistics;

namespace AppHost.Load.Ideal;

/// <summary>
/// The best any server can do with the same arrivals: one queue, first in first out, before k equal servers, at no cost of its own.
/// A pure function of its arguments.
/// </summary>
internal static class IdealQueue
{
    /// <summary>Time in the system (waiting and service) of every arrival that counts.</summary>
    /// <param name="arrivals">Intended starts in nanoseconds, ascending.</param>
    /// <param name="servers">How many requests are served at once.</param>
    /// <param name="service">Service time in nanoseconds of the arrival with the given index.</param>
    /// <param name="countedFrom">Earlier arrivals fill the queue but are not counted (warm-up).</param>
    public static LatencyHistogram Sojourn(
        ReadOnlySpan<long> arrivals, int servers, Func<int, long> service, long countedFrom = long.MinValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(servers);
        var result = new LatencyHistogram();
        var freeAt = new PriorityQueue<int, long>(Enumerable.Range(0, servers).Select(server => (server, long.MinValue)));
        for (var i = 0; i < arrivals.Length; i++)
        {
            var arrival = arrivals[i];
            freeAt.TryPeek(out var server, out var free);
            var finished = Math.Max(arrival, free) + service(i);
            freeAt.DequeueEnqueue(server, finished);
            if (arrival >= countedFrom)
                result.Record(finished - arrival);
        }
        return result;
    }
}
