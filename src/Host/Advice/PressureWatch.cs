using System.Globalization;

namespace AppHost.Host.Advice;

/// <summary>
/// Notices, from readings about a second apart, that a host has too little of something. Says each thing once: whoever wants a
/// curve has metrics. Not thread-safe.
/// </summary>
/// <param name="slotSetting">The setting that gives more slots.</param>
internal sealed class PressureWatch(string slotSetting)
{
    /// <summary>So many requests turned away are no accident any more.</summary>
    public const int QueueFullTimes = 100;

    /// <summary>For so long all slots busy is no peak any more.</summary>
    public static readonly TimeSpan AllBusyFor = TimeSpan.FromSeconds(10);

    private TimeSpan? _allBusySince;
    private long? _queueFullAtStart;
    private bool _saidBusy;
    private bool _saidFull;

    /// <summary>Takes a reading.</summary>
    /// <returns>What is to be said now; mostly nothing.</returns>
    public IEnumerable<string> Observe(PressureReading reading)
    {
        _queueFullAtStart ??= reading.QueueFull;
        _allBusySince = reading.Slots > 0 && reading.Busy >= reading.Slots ? _allBusySince ?? reading.At : null;
        if (!_saidBusy && reading.At - _allBusySince >= AllBusyFor)
        {
            _saidBusy = true;
            yield return string.Create(CultureInfo.InvariantCulture, $"All {reading.Slots} slots have been busy for {AllBusyFor.TotalSeconds:0} s: new requests wait; ")
                + $"raise {slotSetting} or workers, or look at what is slow ('apphost status').";
        }

        if (!_saidFull && reading.QueueFull - _queueFullAtStart >= QueueFullTimes)
        {
            _saidFull = true;
            yield return $"Queues were full {reading.QueueFull - _queueFullAtStart} times and turned requests away: raise {slotSetting} or workers; "
                + "a longer queue (queue.length) only helps against short bursts.";
        }
    }
}
