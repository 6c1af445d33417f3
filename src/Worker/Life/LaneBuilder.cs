using AppHost.Worker.Dispatch.Deadlines;
using AppHost.Worker.Dispatch.Lanes;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;

namespace AppHost.Worker.Life;

/// <summary>Makes the lanes of request classes from the assignment.</summary>
internal static class LaneBuilder
{
    private const double SecondsPerMinute = 60;

    /// <summary>Makes the lanes; null if there is no class.</summary>
    /// <param name="pools">Started worker classes of those that have threads of their own, by the name of the class.</param>
    public static RequestLanes? Build(
        ServingAssignment serving, IWorkerType rest, IReadOnlyDictionary<string, IWorkerType> pools, WorkerLoad load, DeadlineTimes deadline)
    {
        if (serving.Classes.Count == 0) return null;
        var restPool = new LanePool(rest, rest.Slots, load);
        return new RequestLanes(
            [.. serving.Classes.Select(assigned => Lane(assigned, restPool, pools, load, deadline))],
            new RequestLane("", null, restPool, 0, deadline, null));
    }

    /// <summary>The shortest step of any deadline; 0: there is none.</summary>
    public static long ShortestStep(ServingAssignment serving, DeadlineTimes deadline) => serving.Classes
        .Select(assigned => TimeSpan.FromMilliseconds(assigned.Deadline ?? 0).ToNanoseconds())
        .Append(deadline.Shortest)
        .Where(step => step > 0)
        .DefaultIfEmpty()
        .Min();

    /// <summary>Deadlines and streams have to know when a response starts; where there is neither, nothing stands in its way.</summary>
    public static bool NeedsGuard(ServingAssignment serving, int streams) =>
        serving.DeadlineRequest > 0 || streams > 0 || serving.Classes.Any(assigned => assigned.Deadline > 0);

    private static RequestLane Lane(
        ClassAssignment assigned, LanePool rest, IReadOnlyDictionary<string, IWorkerType> pools, WorkerLoad load, DeadlineTimes deadline) => new(
        assigned.Name,
        new ClassMatch(assigned.Path, assigned.Method, assigned.Header, assigned.HeaderValue, assigned.Host),
        pools.TryGetValue(assigned.Name, out IWorkerType? own) ? new LanePool(own, own.Slots, load) : rest,
        assigned.Priority,
        assigned.Deadline is { } request ? WithRequest(deadline, TimeSpan.FromMilliseconds(request).ToNanoseconds()) : deadline,
        assigned.Rate is { } rate ? TokenBucket.Create(rate / SecondsPerMinute, assigned.Burst) : null);

    /// <summary>The kill follows the deadline at the same distance.</summary>
    private static DeadlineTimes WithRequest(DeadlineTimes times, long request) => times with
    {
        Request = request,
        Kill = request == 0 || times.Kill == 0 ? 0 : request + Math.Max(times.Kill - times.Request, 0),
    };
}
