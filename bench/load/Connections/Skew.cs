namespace AppHost.Load.Connections;

/// <summary>A small share of the connections sends a large share of the requests, as clients in front of a real server do.</summary>
/// <param name="ConnectionShare">Share of the connections that are busy ones, between 0 and 1.</param>
/// <param name="RequestShare">Share of the requests those send, between 0 and 1.</param>
internal sealed record Skew(double ConnectionShare, double RequestShare)
{
    /// <summary>How many of <paramref name="connections"/> are busy ones: at least one, and at least one is not.</summary>
    public int BusyConnections(int connections) => Math.Clamp((int)Math.Round(connections * ConnectionShare), 1, connections - 1);
}
