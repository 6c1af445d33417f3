namespace AppHost.Load.Engine;

/// <summary>The times of a run, monotonic timestamps in nanoseconds.</summary>
/// <param name="Origin">Load begins.</param>
/// <param name="Start">The measured window begins.</param>
/// <param name="End">The measured window, and the load, end.</param>
/// <param name="Requests">Most requests of one thread in the window.</param>
internal sealed record RunWindow(long Origin, long Start, long End, long Requests);
