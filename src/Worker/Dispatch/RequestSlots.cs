using System.Numerics;
using AppHost.Worker.Dispatch.Deadlines;
using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Dispatch;

/// <summary>
/// Gives each running request a number, and with it a record of the scoreboard and a place where the watch finds it: a
/// lock-free set of free numbers, the lowest first, so that only as many records are ever touched as requests ran at once.
/// </summary>
internal sealed class RequestSlots
{
    /// <summary>All numbers are in use: the request runs without one.</summary>
    public const int None = -1;

    private const int BitsPerWord = 64;

    private readonly WorkerRegion _region;
    private readonly ulong[] _used;
    private readonly IWatchedRequest?[] _running;
    private int _onLoop = None;

    /// <param name="region">Its first records are used.</param>
    /// <param name="count">Requests that can run or stream at once; beyond the records of a region they go unrecorded, but watched.</param>
    public RequestSlots(WorkerRegion region, int count = ScoreboardLayout.RecordsPerRegion)
    {
        _region = region;
        int words = (Math.Max(count, ScoreboardLayout.RecordsPerRegion) + BitsPerWord - 1) / BitsPerWord;
        _used = new ulong[words];
        _running = new IWatchedRequest?[words * BitsPerWord];
    }

    /// <summary>The request whose code was last entered on the event loop and has not come back; <see cref="None"/> for no such.</summary>
    public int OnLoop
    {
        get => Volatile.Read(ref _onLoop);
        set => Volatile.Write(ref _onLoop, value);
    }

    /// <summary>Takes a free number, or <see cref="None"/>.</summary>
    public int Take(IWatchedRequest? request = null)
    {
        for (int word = 0; word < _used.Length; word++)
        {
            ulong used = Volatile.Read(ref _used[word]);
            while (used != ulong.MaxValue)
            {
                int bit = BitOperations.TrailingZeroCount(~used);
                ulong seen = Interlocked.CompareExchange(ref _used[word], used | (1UL << bit), used);
                if (seen == used)
                {
                    int slot = (word * BitsPerWord) + bit;
                    Volatile.Write(ref _running[slot], request);
                    return slot;
                }

                used = seen;
            }
        }

        return None;
    }

    /// <summary>Gives back what <see cref="Take"/> returned.</summary>
    public void Return(int slot)
    {
        if (slot == None) return;
        Volatile.Write(ref _running[slot], null);
        Interlocked.And(ref _used[slot / BitsPerWord], ~(1UL << (slot % BitsPerWord)));
    }

    /// <summary>True if the scoreboard has a record for it.</summary>
    public static bool HasRecord(int slot) => slot is >= 0 and < ScoreboardLayout.RecordsPerRegion;

    /// <summary>The record itself; only where <see cref="HasRecord"/>.</summary>
    public RequestRecord Record(int slot) => _region.Record(slot);

    /// <summary>The next running request at or after a number; any thread.</summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="request">The request; it may end at any moment.</param>
    /// <returns>Its number, or <see cref="None"/>.</returns>
    public int Next(int from, out IWatchedRequest? request)
    {
        for (int word = from / BitsPerWord, bit = from % BitsPerWord; word < _used.Length; word++, bit = 0)
        {
            ulong left = Volatile.Read(ref _used[word]) >> bit << bit;
            for (; left != 0; left &= left - 1)
            {
                int slot = (word * BitsPerWord) + BitOperations.TrailingZeroCount(left);
                request = Volatile.Read(ref _running[slot]);
                if (request is not null) return slot;
            }
        }

        request = null;
        return None;
    }
}
