using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.Dispatch.Lanes;

/// <summary>All classes of requests of a worker, the first that matches counts, and the rest. Immutable.</summary>
internal sealed class RequestLanes(IReadOnlyList<RequestLane> classes, RequestLane rest) : IAsyncDisposable
{
    private readonly RequestLane[] _classes = [.. classes];

    /// <summary>Finds the lane of a request.</summary>
    public RequestLane Select(IHttpRequestFeature request)
    {
        foreach (RequestLane lane in _classes)
        {
            if (lane.Match!.Holds(request)) return lane;
        }

        return rest;
    }

    /// <summary>Ends the threads of the pools that classes have of their own.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (LanePool pool in OwnPools) await pool.WorkerType.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (LanePool pool in OwnPools) await pool.WorkerType.DisposeAsync();
        foreach (RequestLane lane in _classes) lane.Tokens?.Dispose();
    }

    private IEnumerable<LanePool> OwnPools => _classes.Select(lane => lane.Pool).Where(pool => pool != rest.Pool).Distinct();
}
