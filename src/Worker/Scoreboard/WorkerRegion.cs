using static AppHost.Worker.Scoreboard.ScoreboardLayout;

namespace AppHost.Worker.Scoreboard;

/// <summary>
/// One worker's part of the scoreboard. A view: it is as thread-safe as the memory under it, whose fields are single words
/// that are read and written whole. Valid while its <see cref="SharedScoreboard"/> is not disposed.
/// </summary>
internal readonly unsafe struct WorkerRegion(byte* address, int index)
{
    private readonly byte* _address = address;

    /// <summary>The region's number.</summary>
    public int Index { get; } = index;

    public int ProcessId
    {
        get => Volatile.Read(ref *(int*)(_address + Process));
        set => Volatile.Write(ref *(int*)(_address + Process), value);
    }

    public WorkerState State
    {
        get => (WorkerState)Volatile.Read(ref *(int*)(_address + ScoreboardLayout.State));
        set => Volatile.Write(ref *(int*)(_address + ScoreboardLayout.State), (int)value);
    }

    public int Generation
    {
        get => Volatile.Read(ref *(int*)(_address + ScoreboardLayout.Generation));
        set => Volatile.Write(ref *(int*)(_address + ScoreboardLayout.Generation), value);
    }

    public int WorkerId
    {
        get => Volatile.Read(ref *(int*)(_address + ScoreboardLayout.WorkerId));
        set => Volatile.Write(ref *(int*)(_address + ScoreboardLayout.WorkerId), value);
    }

    /// <summary>Requests the worker can run at once.</summary>
    public int Slots
    {
        get => Volatile.Read(ref *(int*)(_address + ScoreboardLayout.Slots));
        set => Volatile.Write(ref *(int*)(_address + ScoreboardLayout.Slots), value);
    }

    /// <summary>Requests that may wait.</summary>
    public int QueueLimit
    {
        get => Volatile.Read(ref *(int*)(_address + ScoreboardLayout.QueueLimit));
        set => Volatile.Write(ref *(int*)(_address + ScoreboardLayout.QueueLimit), value);
    }

    /// <summary>When the event loop last turned, in nanoseconds of CLOCK_MONOTONIC, which all processes share.</summary>
    public long Heartbeat
    {
        get => Volatile.Read(ref *(long*)(_address + ScoreboardLayout.Heartbeat));
        set => Volatile.Write(ref *(long*)(_address + ScoreboardLayout.Heartbeat), value);
    }

    /// <summary>The worker takes connections whenever it has a free slot: it is not out of descriptors, and not leaving.</summary>
    public bool Armed
    {
        get => Volatile.Read(ref *(int*)(_address + ScoreboardLayout.Armed)) != 0;
        set => Volatile.Write(ref *(int*)(_address + ScoreboardLayout.Armed), value ? 1 : 0);
    }

    /// <summary>Requests that run.</summary>
    public ref int Busy => ref *(int*)(_address + ScoreboardLayout.Busy);

    /// <summary>Requests that wait for a slot.</summary>
    public ref int Queued => ref *(int*)(_address + ScoreboardLayout.Queued);

    /// <summary>Connections accepted a moment ago that hold a slot for their first request.</summary>
    public ref int Fresh => ref *(int*)(_address + ScoreboardLayout.Fresh);

    /// <summary>Open connections.</summary>
    public ref int Connections => ref *(int*)(_address + ScoreboardLayout.Connections);

    /// <summary>Of the slots, those that belong to request classes.</summary>
    public ref int LaneSlots => ref *(int*)(_address + ScoreboardLayout.LaneSlots);

    /// <summary>Requests that run or wait in classes with slots of their own.</summary>
    public ref int InLanes => ref *(int*)(_address + ScoreboardLayout.InLanes);

    /// <summary>Classes of which every slot is taken.</summary>
    public ref int LanesFull => ref *(int*)(_address + ScoreboardLayout.LanesFull);

    /// <summary>Upgraded and streaming responses, which hold no slot.</summary>
    public ref int Streams => ref *(int*)(_address + ScoreboardLayout.Streams);

    /// <summary>Requests among <see cref="Queued"/> that wait on their connections, unread; siblings may be given them.</summary>
    public ref int Unread => ref *(int*)(_address + ScoreboardLayout.Unread);

    /// <summary>When the oldest of those came, in nanoseconds of CLOCK_MONOTONIC; of no meaning while there are none.</summary>
    public ref long OldestUnread => ref *(long*)(_address + ScoreboardLayout.OldestUnread);

    /// <summary>Idle connections that have left Kestrel.</summary>
    public ref int Parked => ref *(int*)(_address + ScoreboardLayout.Parked);

    /// <summary>The worker has a mailbox and takes connections from siblings.</summary>
    public bool HasMailbox
    {
        get => Volatile.Read(ref *(int*)(_address + ScoreboardLayout.Mailbox)) != 0;
        set => Volatile.Write(ref *(int*)(_address + ScoreboardLayout.Mailbox), value ? 1 : 0);
    }

    /// <summary>How often a connection was parked.</summary>
    public ref long ParkedTotal => ref *(long*)(_address + ScoreboardLayout.ParkedTotal);

    /// <summary>How often a parked connection was given to Kestrel again.</summary>
    public ref long AttachedTotal => ref *(long*)(_address + ScoreboardLayout.AttachedTotal);

    /// <summary>Connections taken from siblings.</summary>
    public ref long ReceivedTotal => ref *(long*)(_address + ScoreboardLayout.ReceivedTotal);

    /// <summary>Connections that siblings have taken, by the number of the reason.</summary>
    public ref long HandedOff(int reason) => ref *(long*)(_address + ScoreboardLayout.HandedOff + (reason * sizeof(long)));

    /// <summary>Offers that came to nothing, so that the worker kept the connection, by the number of the failure.</summary>
    public ref long NotHandedOff(int failure) => ref *(long*)(_address + ScoreboardLayout.NotHandedOff + (failure * sizeof(long)));

    /// <summary>One of this worker's offers to siblings.</summary>
    public ref long Offer(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)OfferCount, nameof(slot));
        return ref *(long*)(_address + Offers + (slot * sizeof(long)));
    }

    /// <summary>The most of <see cref="Busy"/> that there has been.</summary>
    public ref int MostBusy => ref *(int*)(_address + ScoreboardLayout.MostBusy);

    /// <summary>The most requests that have waited while all slots were busy.</summary>
    public ref int MostQueued => ref *(int*)(_address + ScoreboardLayout.MostQueued);

    /// <summary>Requests that ended, refused ones not counted.</summary>
    public ref long Requests => ref *(long*)(_address + ScoreboardLayout.Requests);

    /// <summary>Connections accepted.</summary>
    public ref long Accepted => ref *(long*)(_address + ScoreboardLayout.Accepted);

    /// <summary>Requests whose handler threw.</summary>
    public ref long Failures => ref *(long*)(_address + ScoreboardLayout.Failures);

    /// <summary>How often the event loop stood still for longer than the watchdog allows.</summary>
    public ref long LoopBlocks => ref *(long*)(_address + ScoreboardLayout.LoopBlocks);

    /// <summary>Requests that were logged as slow.</summary>
    public ref long Slow => ref *(long*)(_address + ScoreboardLayout.Slow);

    /// <summary>Requests that were answered by their deadline.</summary>
    public ref long Expired => ref *(long*)(_address + ScoreboardLayout.Expired);

    /// <summary>Requests for whose sake the worker is to be replaced.</summary>
    public ref long Stuck => ref *(long*)(_address + ScoreboardLayout.Stuck);

    /// <summary>Requests refused for a reason.</summary>
    public ref long Rejected(RejectReason reason) => ref *(long*)(_address + ScoreboardLayout.Rejected + ((int)reason * sizeof(long)));

    /// <summary>Answers by the first digit of their status.</summary>
    public ref long Answers(int statusClass) =>
        ref *(long*)(_address + Statuses + (((uint)statusClass < StatusClasses ? statusClass : 0) * sizeof(long)));

    /// <summary>Lines of the access log that found its buffer full.</summary>
    public ref long AccessLogDropped => ref *(long*)(_address + ScoreboardLayout.AccessLogDropped);

    /// <summary>Nanoseconds for which the collector has stopped the process.</summary>
    public ref long GcPause => ref *(long*)(_address + ScoreboardLayout.GcPause);

    /// <summary>Collections of any generation.</summary>
    public ref long GcCollections => ref *(long*)(_address + ScoreboardLayout.GcCollections);

    /// <summary>The managed heap after the last collection.</summary>
    public ref long HeapBytes => ref *(long*)(_address + ScoreboardLayout.HeapBytes);

    /// <summary>Nanoseconds that a callback waited for its turn on the loop when it was last tried.</summary>
    public ref long LoopLag => ref *(long*)(_address + ScoreboardLayout.LoopLag);

    /// <summary>Work that waits for a thread of the .NET thread pool.</summary>
    public ref long PoolQueue => ref *(long*)(_address + ScoreboardLayout.PoolQueue);

    /// <summary>Requests of a class that run or wait.</summary>
    public ref int ClassInside(int requestClass) => ref *(int*)(OfClass(requestClass) + ScoreboardLayout.ClassInside);

    /// <summary>Requests of a class that ended or became streams.</summary>
    public ref long ClassRequests(int requestClass) => ref *(long*)(OfClass(requestClass) + ScoreboardLayout.ClassRequests);

    /// <summary>Requests of a class that were refused.</summary>
    public ref long ClassRejected(int requestClass) => ref *(long*)(OfClass(requestClass) + ScoreboardLayout.ClassRejected);

    /// <summary>How long requests of a class waited for a slot.</summary>
    public SharedHistogram QueueTime(int requestClass) => Histogram(2 * Math.Clamp(requestClass, 0, HistogramClasses - 1));

    /// <summary>How long the app took for requests of a class.</summary>
    public SharedHistogram ServiceTime(int requestClass) => Histogram((2 * Math.Clamp(requestClass, 0, HistogramClasses - 1)) + 1);

    /// <summary>The record of a request slot below <see cref="RecordsPerRegion"/>.</summary>
    public RequestRecord Record(int slot) => new(_address + RegionHeader + (slot * RecordSize));

    /// <summary>Forgets the worker that had the region before; only while no process writes to it.</summary>
    public void Clear()
    {
        new Span<byte>(_address, RegionHeader).Clear();
        // Records that no request ever used must stay untouched, or the sparse memory would become real.
        for (int slot = 0; slot < RecordsPerRegion; slot++)
        {
            RequestRecord record = Record(slot);
            if (!record.WasUsed) break;
            record.Clear();
        }

        for (int histogram = 0; histogram < 2 * HistogramClasses; histogram++) Histogram(histogram).Clear();
    }

    /// <summary>Counts anew: what was asked before the worker accepted was its own.</summary>
    public void ForgetCounts()
    {
        Requests = 0;
        Accepted = 0;
        MostBusy = 0;
        MostQueued = 0;
        new Span<byte>(_address + Statuses, StatusClasses * sizeof(long)).Clear();
        new Span<byte>(_address + Classes, HistogramClasses * ClassSize).Clear();
        for (int histogram = 0; histogram < 2 * HistogramClasses; histogram++) Histogram(histogram).Clear();
    }

    private byte* OfClass(int requestClass) => _address + Classes + (Math.Clamp(requestClass, 0, HistogramClasses - 1) * ClassSize);

    private SharedHistogram Histogram(int index) => new(_address + HistogramsStart + (index * HistogramSize));
}
