namespace AppHost.Bench.Processes;

/// <summary>One process of the machine.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Parent">Its parent's id.</param>
/// <param name="Session">The id of its session: that of the process that made it by setsid(2).</param>
/// <param name="IsZombie">It has ended, and nobody has waited for it.</param>
internal readonly record struct ProcessEntry(int Pid, int Parent, int Session, bool IsZombie);
