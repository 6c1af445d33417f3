namespace AppHost.Host.Advice;

/// <summary>The load of a host at one moment.</summary>
/// <param name="At">Monotonic.</param>
/// <param name="Busy">Slots in use of workers that are ready.</param>
/// <param name="Slots">All of those.</param>
/// <param name="QueueFull">Requests turned away since the start because a queue was full.</param>
internal readonly record struct PressureReading(TimeSpan At, int Busy, int Slots, long QueueFull);
