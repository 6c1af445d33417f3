namespace AppHost.Worker.Scoreboard;

/// <summary>A request record as a reader saw it.</summary>
/// <param name="Started">Nanoseconds of CLOCK_MONOTONIC.</param>
/// <param name="Deadline">Likewise; 0 for none.</param>
/// <param name="Thread">Managed thread id that began to run it.</param>
/// <param name="Torn">Its writer died while writing; the fields may not belong together.</param>
internal readonly record struct RequestSnapshot(
    long Started, long Deadline, int Thread, string Method, string Path, string RequestId, bool Torn);
