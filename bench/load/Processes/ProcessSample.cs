namespace AppHost.Load.Processes;

/// <summary>CPU of one process at one moment, in nanoseconds since it started.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="StartTime">When it started in clock ticks since boot; with the id it names a process for good.</param>
/// <param name="Parent">Its parent's id.</param>
/// <param name="Own">User and system time of all its threads, ended ones included.</param>
/// <param name="Reaped">The same of all its ended children it has waited for, and theirs.</param>
internal readonly record struct ProcessSample(int Pid, long StartTime, int Parent, long Own, long Reaped);
