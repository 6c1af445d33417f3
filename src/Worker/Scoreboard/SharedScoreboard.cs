using static AppHost.Worker.Scoreboard.ScoreboardLayout;

namespace AppHost.Worker.Scoreboard;

/// <summary>
/// The shared memory that the master and all workers map: a region for each worker. A worker writes its own region; the
/// master, siblings and <c>apphost status</c> read. Writers never lock and never make a call; what a worker wrote outlives it.
/// </summary>
internal sealed unsafe class SharedScoreboard : IDisposable
{
    private readonly SharedMemory _memory;

    private SharedScoreboard(SharedMemory memory) => _memory = memory;

    /// <summary>The memfd, to be inherited by workers.</summary>
    public int Descriptor => _memory.Descriptor;

    /// <summary>Makes an empty one; for the master.</summary>
    public static SharedScoreboard Create()
    {
        SharedMemory memory = SharedMemory.Create("apphost-scoreboard", FileSize);
        uint* header = (uint*)memory.Address;
        header[0] = Magic;
        header[1] = ScoreboardLayout.Version;
        header[2] = Regions;
        header[3] = RegionSize;
        return new SharedScoreboard(memory);
    }

    /// <summary>Maps the master's; for a worker.</summary>
    /// <exception cref="InvalidDataException">It is of another layout.</exception>
    public static SharedScoreboard Open(int descriptor)
    {
        SharedMemory memory = SharedMemory.Open(descriptor, FileSize);
        uint* header = (uint*)memory.Address;
        if (header[0] != Magic || header[1] != ScoreboardLayout.Version)
        {
            uint version = header[1];
            memory.Dispose();
            throw new InvalidDataException($"The scoreboard has layout {version}, this build reads {ScoreboardLayout.Version}.");
        }

        return new SharedScoreboard(memory);
    }

    /// <summary>The region with an index below <see cref="Regions"/>.</summary>
    public WorkerRegion Region(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Regions, nameof(index));
        return new WorkerRegion(_memory.Address + FileHeader + ((long)index * RegionSize), index);
    }

    /// <summary>
    /// Regions below this index have been in use; readers need not look at the others. Written by the master alone.
    /// </summary>
    public int RegionsInUse
    {
        get => Volatile.Read(ref ((int*)_memory.Address)[4]);
        set => Volatile.Write(ref ((int*)_memory.Address)[4], value);
    }

    /// <summary>The word of a token bucket with an index below <see cref="BucketCount"/>. All workers take from it.</summary>
    public ref long Bucket(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)BucketCount, nameof(index));
        return ref *(long*)(_memory.Address + Buckets + (index * BucketSize));
    }

    public void Dispose() => _memory.Dispose();
}
