namespace AppHost.Load.Processes;

/// <summary>
/// Adds up the CPU of process trees between the first sample and the last, while processes come and go. Pure bookkeeping.
/// </summary>
/// <remarks>
/// What an ended process used after its last sample is known only to the parent that waited for it (its <c>cutime</c>, which covers the
/// child's whole life). A parent that ignores SIGCHLD is never told (wait(2)): then the child's last sample must do. So for each parent the
/// larger of the two counts.
/// </remarks>
internal sealed class ProcessTreeAccount(IReadOnlyCollection<int> roots)
{
    private readonly Dictionary<(int Pid, long StartTime), Tracked> _tracked = [];
    private bool _hasBaseline;

    /// <summary>CPU used since the first sample in nanoseconds.</summary>
    public long Total { get; private set; }

    /// <summary>Takes a sample of every process of the machine; the first one is the baseline.</summary>
    public void Add(IReadOnlyCollection<ProcessSample> all)
    {
        var alive = FindTrees(all);
        foreach (var sample in alive)
        {
            var key = (sample.Pid, sample.StartTime);
            if (_tracked.TryGetValue(key, out var tracked))
                tracked.Last = sample;
            else
                _tracked.Add(key, new Tracked(sample, _hasBaseline));
        }
        _hasBaseline = true;
        var aliveKeys = alive.Select(sample => (sample.Pid, sample.StartTime)).ToHashSet();
        foreach (var (key, tracked) in _tracked)
            tracked.HasEnded = !aliveKeys.Contains(key);
        Total = Sum();
    }

    private long Sum()
    {
        var ended = _tracked.Values.Where(t => t.HasEnded).ToLookup(t => t.Last.Parent);
        var pids = _tracked.Values.Select(t => t.Last.Pid).ToHashSet();
        // The others are part of what their parents used.
        return _tracked.Values.Where(t => !t.HasEnded || !pids.Contains(t.Last.Parent)).Sum(t => Used(t, ended));
    }

    // Told: the ended children's whole lives less what they had used before the baseline. Seen: what the samples showed of them.
    private static long Used(Tracked process, ILookup<int, Tracked> ended)
    {
        var children = ended[process.Last.Pid];
        var told = process.Last.Reaped - process.BaseReaped - children.Sum(child => Before(child, ended));
        var seen = children.Sum(child => Used(child, ended));
        return process.Last.Own - process.BaseOwn + Math.Max(told, seen);
    }

    private static long Before(Tracked process, ILookup<int, Tracked> ended) =>
        process.BaseOwn + process.BaseReaped + ended[process.Last.Pid].Sum(child => Before(child, ended));

    // A process once seen in a tree stays in the account when its parent ends and it is given to another.
    private List<ProcessSample> FindTrees(IReadOnlyCollection<ProcessSample> all)
    {
        var children = all.ToLookup(sample => sample.Parent);
        var found = new Dictionary<int, ProcessSample>();
        var next = new Stack<ProcessSample>(
            all.Where(sample => roots.Contains(sample.Pid) || _tracked.ContainsKey((sample.Pid, sample.StartTime))));
        while (next.TryPop(out var sample))
        {
            if (!found.TryAdd(sample.Pid, sample))
                continue;
            foreach (var child in children[sample.Pid])
                next.Push(child);
        }
        return [.. found.Values];
    }

    private sealed class Tracked(ProcessSample first, bool bornLater)
    {
        public long BaseOwn { get; } = bornLater ? 0 : first.Own;

        public long BaseReaped { get; } = bornLater ? 0 : first.Reaped;

        public ProcessSample Last { get; set; } = first;

        public bool HasEnded { get; set; }
    }
}
