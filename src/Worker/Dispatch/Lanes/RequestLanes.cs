using AppHost.Worker.Scoreboard;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.Dispatch.Lanes;

/// <summary>All classes of requests of a worker, the first that matches counts, and the rest. Thread-safe.</summary>
internal sealed class RequestLanes(IReadOnlyList<RequestLane> classes, RequestLane rest) : IAsyncDisposable
{
    private readonly RequestLane[] _classes = [.. classes];
    private volatile bool _isOpen;

    /// <summary>Finds the lane of a request.</summary>
    public RequestLane Select(IHttpRequestFeature request)
    {
        foreach (RequestLane lane in _classes)
        {
            if (lane.Match!.Holds(request)) return lane;
        }

        return rest;
    }

    /// <summary>From now on rates hold: what came before was the worker's own, to warm up.</summary>
    public void Open() => _isOpen = true;

    /// <summary>False if the request is one too many for the rate of its lane.</summary>
    public bool Admits(RequestLane lane) => lane.Tokens is null || !_isOpen || lane.Tokens.TryTake(MonotonicClock.Nanoseconds);

    /// <summary>Ends the threads of the pools that classes have of their own.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (LanePool pool in OwnPools) await pool.WorkerType.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (LanePool pool in OwnPools) await pool.WorkerType.DisposeAsync();
    }

    private IEnumerable<LanePool> OwnPools => _classes.Select(lane => lane.Pool).Where(pool => pool != rest.Pool).Distinct();
}
