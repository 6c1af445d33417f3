namespace AppHost.Host.Configuration.Machine;

/// <summary>What this process may use.</summary>
/// <param name="Cores">CPU time in cores; a control group may grant a fraction.</param>
/// <param name="MemoryBytes">Memory, the control group's limit included.</param>
/// <param name="MemoryIsLimited">A control group allows less than the machine has: beyond it the kernel kills.</param>
internal sealed record MachineResources(double Cores, long MemoryBytes, bool MemoryIsLimited = false)
{
    private const long MemoryOfOneWorker = 256L << 20;
    private const double ShareOfLimit = 0.85;

    /// <summary>Reads them now; a container's limits may change while it runs.</summary>
    public static MachineResources Read() => ControlGroup.Read("/", Environment.ProcessorCount);

    /// <summary>
    /// N for <c>workers: auto</c>. At least 2: with one worker there is nobody to answer while it is recycled or has crashed.
    /// </summary>
    public int AutoWorkers()
    {
        var byCores = (int)Math.Clamp(Math.Ceiling(Cores), 1, 512);
        var byMemory = (int)Math.Clamp(MemoryBytes / MemoryOfOneWorker, 1, 512);
        return Math.Max(2, Math.Min(byCores, byMemory));
    }

    /// <summary>The private memory of one worker at which it had better be replaced; 0 without a limit.</summary>
    /// <param name="workers">N.</param>
    public long RecycleMemory(int workers) => MemoryIsLimited ? (long)(MemoryBytes * ShareOfLimit / workers) : 0;
}
