using AppHost.Worker.Dispatch.Deadlines;
using AppHost.Worker.Dispatch.Lanes;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;

namespace AppHost.Worker.Life;

/// <summary>Makes the lanes of request classes from the assignment.</summary>
/// <param name="pools">Started worker classes of those that have threads of their own, by the name of the class.</param>
internal sealed class LaneBuilder(
    ServingAssignment serving, SharedScoreboard scoreboard, WorkerRegion region, WorkerLoad load, IReadOnlyDictionary<string, IWorkerType> pools)
{
    private readonly WorkerRegion _region = region;

    /// <summary>Makes the lanes; null if there is no class.</summary>
    /// <param name="rest">What runs requests of no class, and of those that have no threads of their own.</param>
    public RequestLanes? Build(IWorkerType rest)
    {
        if (serving.Classes.Count == 0) return null;
        var restPool = new LanePool(rest, rest.Slots, load, isOwn: false);
        _region.LaneSlots = pools.Values.Sum(pool => pool.Slots);
        // Number 0 is the rest.
        return new RequestLanes(
            [.. serving.Classes.Select((assigned, i) => Lane(assigned, i + 1, restPool))],
            new RequestLane(0, _region, restPool) { Deadline = DeadlineOf(serving.DeadlineRequest) });
    }

    /// <summary>The deadline of requests of no class.</summary>
    public static DeadlineTimes Deadline(ServingAssignment serving) => DeadlineTimes.FromMilliseconds(
        serving.DeadlineSlow, serving.DeadlineRequest, serving.DeadlineKill, serving.DeadlineOnlyUnderPressure);

    /// <summary>The shortest step of any deadline; 0: there is none.</summary>
    public static long ShortestStep(ServingAssignment serving) => serving.Classes
        .Select(assigned => TimeSpan.FromMilliseconds(assigned.Deadline ?? 0).ToNanoseconds())
        .Append(Deadline(serving).Shortest)
        .Where(step => step > 0)
        .DefaultIfEmpty()
        .Min();

    /// <summary>Deadlines and streams have to know when a response starts; where there is neither, nothing stands in its way.</summary>
    public static bool NeedsGuard(ServingAssignment serving, int streams) =>
        serving.DeadlineRequest > 0 || streams > 0 || serving.Classes.Any(assigned => assigned.Deadline > 0);

    private RequestLane Lane(ClassAssignment assigned, int number, LanePool rest)
    {
        LanePool pool = pools.TryGetValue(assigned.Name, out IWorkerType? own) ? new LanePool(own, own.Slots, load, isOwn: true) : rest;
        return new RequestLane(number, _region, pool)
        {
            Match = new ClassMatch(assigned.Path, assigned.Method, assigned.Header, assigned.HeaderValue, assigned.Host),
            Priority = assigned.Priority,
            Deadline = DeadlineOf(assigned.Deadline ?? serving.DeadlineRequest),
            Tokens = assigned.Rate is { } rate ? new TokenBucket(scoreboard, assigned.Bucket, rate, assigned.Burst) : null,
        };
    }

    /// <summary>The kill follows the deadline of a class as it follows that of the rest.</summary>
    private DeadlineTimes DeadlineOf(int request)
    {
        int kill = serving.DeadlineKill == 0 ? 0 : request + Math.Max(serving.DeadlineKill - serving.DeadlineRequest, 0);
        return DeadlineTimes.FromMilliseconds(serving.DeadlineSlow, request, kill, serving.DeadlineOnlyUnderPressure);
    }
}
