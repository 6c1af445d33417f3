using System.Numerics;
using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Dispatch;

/// <summary>
/// Gives each running request a record of the scoreboard: a lock-free set of free numbers, the lowest first, so that only
/// as many records are ever touched as requests ran at once.
/// </summary>
internal sealed class RequestSlots(WorkerRegion region)
{
    /// <summary>All records are in use: the request runs without one.</summary>
    public const int None = -1;

    private readonly ulong[] _used = new ulong[ScoreboardLayout.RecordsPerRegion / 64];

    /// <summary>Takes a free record, or <see cref="None"/>.</summary>
    public int Take()
    {
        for (int word = 0; word < _used.Length; word++)
        {
            ulong used = Volatile.Read(ref _used[word]);
            while (used != ulong.MaxValue)
            {
                int bit = BitOperations.TrailingZeroCount(~used);
                ulong seen = Interlocked.CompareExchange(ref _used[word], used | (1UL << bit), used);
                if (seen == used) return (word * 64) + bit;
                used = seen;
            }
        }

        return None;
    }

    /// <summary>Gives back what <see cref="Take"/> returned.</summary>
    public void Return(int slot)
    {
        if (slot == None) return;
        Interlocked.And(ref _used[slot / 64], ~(1UL << (slot % 64)));
    }

    /// <summary>The record itself; not for <see cref="None"/>.</summary>
    public RequestRecord Record(int slot) => region.Record(slot);
}
