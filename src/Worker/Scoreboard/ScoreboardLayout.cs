namespace AppHost.Worker.Scoreboard;

/// <summary>
/// The fixed layout of the shared memory. All processes of one host map it; a master and workers of different builds meet
/// on it during an upgrade, so any change of an offset is a new <see cref="Version"/>.
/// </summary>
internal static class ScoreboardLayout
{
    public const uint Magic = 0x41505342; // "APSB"
    public const int Version = 5;

    /// <summary>Bytes before the first region: magic, version, region count, region size, regions in use; then the buckets.</summary>
    public const int FileHeader = 4096;

    /// <summary>Token buckets that the workers share, each on a cache line of its own.</summary>
    public const int Buckets = 512;
    public const int BucketCount = (FileHeader - Buckets) / BucketSize;
    public const int BucketSize = 64;

    /// <summary>Bytes before the first request record of a region.</summary>
    public const int RegionHeader = 4096;

    /// <summary>
    /// Request records of a region. A worker with more slots runs all of them, but records only this many. The memory is
    /// sparse: a record that no request ever used costs nothing.
    /// </summary>
    public const int RecordsPerRegion = 1024;

    public const int RecordSize = 256;

    /// <summary>Request classes that are told apart, the rest being number 0; the configuration takes no more.</summary>
    public const int HistogramClasses = 16;

    /// <summary>The sum, then a count for each bucket.</summary>
    public const int HistogramBucketsStart = 8;

    public const int HistogramSize = HistogramBucketsStart + (HistogramBuckets.Count * sizeof(long));

    /// <summary>Bytes before the histograms of a region: of each class the queue's, then the service's.</summary>
    public const int HistogramsStart = RegionHeader + (RecordsPerRegion * RecordSize);

    /// <summary>Whole pages, so that no two workers write to the same one.</summary>
    public const int RegionSize = (HistogramsStart + (2 * HistogramClasses * HistogramSize) + 4095) & ~4095;

    /// <summary>Worker processes that can be alive at once, those that boot and drain included.</summary>
    public const int Regions = 2048;

    public const long FileSize = FileHeader + ((long)Regions * RegionSize);

    // Offsets in a region: identity, written once.
    public const int Process = 0;
    public const int Generation = 4;
    public const int WorkerId = 8;
    public const int State = 12;
    public const int Slots = 16;
    public const int QueueLimit = 20;

    // The load, on one cache line of its own: siblings read it at every decision of their gates.
    public const int Heartbeat = 64;
    public const int Busy = 72;
    public const int Queued = 76;
    public const int Fresh = 80;
    public const int Armed = 84;
    public const int Connections = 88;
    public const int Streams = 92;
    public const int LaneSlots = 96;
    public const int InLanes = 100;
    public const int LanesFull = 104;
    public const int MostBusy = 108;
    public const int MostQueued = 112;

    /// <summary>Requests among those queued that no process has read.</summary>
    public const int Unread = 116;
    public const int Parked = 120;
    public const int Mailbox = 124;

    // Counters since the worker's start, 8 bytes each.
    public const int Requests = 128;
    public const int Accepted = 136;
    public const int Failures = 144;
    public const int LoopBlocks = 152;
    public const int Slow = 160;
    public const int Expired = 168;
    public const int Stuck = 176;
    public const int Rejected = 192;
    public const int RejectReasons = 16;

    /// <summary>Answers by the first digit of their status, 8 bytes each; 0 for what is none.</summary>
    public const int Statuses = 320;
    public const int StatusClasses = 6;
    public const int AccessLogDropped = 368;

    // What the worker tells of its own process, now and then.
    public const int GcPause = 384;
    public const int GcCollections = 392;
    public const int HeapBytes = 400;
    public const int LoopLag = 408;
    public const int PoolQueue = 416;

    // Connections between two requests: what became of them, 8 bytes each.
    public const int OldestUnread = 432;
    public const int ParkedTotal = 440;
    public const int AttachedTotal = 448;
    public const int ReceivedTotal = 456;

    // What each class of requests has, on a cache line of its own.
    public const int Classes = 512;
    public const int ClassSize = 64;
    public const int ClassInside = 0;
    public const int ClassRequests = 8;
    public const int ClassRejected = 16;

    /// <summary>Connections given to siblings, by <c>HandOffReason</c>, and offers that came to nothing, by <c>HandOffFailure</c>.</summary>
    public const int HandedOff = 1536;
    public const int HandOffReasons = 4;
    public const int NotHandedOff = HandedOff + (HandOffReasons * sizeof(long));
    public const int HandOffFailures = 12;

    /// <summary>Offers of connections to siblings, a word each, which both sides change by compare-and-exchange.</summary>
    public const int Offers = 2048;
    public const int OfferCount = (RegionHeader - Offers) / sizeof(long);

    // Offsets in a request record.
    public const int RecordSequence = 0;
    public const int RecordThread = 4;
    public const int RecordStarted = 8;
    public const int RecordDeadline = 16;
    public const int RecordMethodLength = 24;
    public const int RecordPathLength = 26;
    public const int RecordRequestIdLength = 28;
    public const int RecordMethod = 32;
    public const int RecordMethodCapacity = 16;
    public const int RecordRequestId = 48;
    public const int RecordRequestIdCapacity = 48;
    public const int RecordPath = 96;
    public const int RecordPathCapacity = RecordSize - RecordPath;
}
