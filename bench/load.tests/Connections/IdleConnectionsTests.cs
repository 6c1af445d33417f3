using AppHost.Load.Arrivals;
using AppHost.Load.Connections;

namespace AppHost.Load.Tests.Connections;

public sealed class IdleConnectionsTests
{
    private const int Slots = 16;
    private const int Draws = 160_000;

    [Fact]
    public void Each_idle_connection_is_taken_equally_often()
    {
        var counts = new long[Slots];
        foreach (var slot in TakeAndReturn(busy: 3))
            counts[slot]++;
        ChiSquare.AssertPlausible(counts, [.. Enumerable.Repeat((double)Draws / Slots, Slots)]);
    }

    [Fact]
    public void Which_connection_comes_next_does_not_depend_on_the_one_before()
    {
        var pairs = new long[Slots * Slots];
        var before = -1;
        foreach (var slot in TakeAndReturn(busy: 0))
        {
            if (before >= 0)
                pairs[(before * Slots) + slot]++;
            before = slot;
        }
        ChiSquare.AssertPlausible(pairs, [.. Enumerable.Repeat((Draws - 1.0) / pairs.Length, pairs.Length)]);
    }

    [Fact]
    public void A_taken_connection_is_not_taken_again_before_it_returns()
    {
        var idle = AllIdle();
        var random = new SeededRandom(1);
        var taken = Enumerable.Range(0, Slots).Select(_ => idle.TakeRandom(random)).ToHashSet();
        Assert.Equal(Slots, taken.Count);
        Assert.Equal(0, idle.Count);
    }

    // Takes connections one after the other, each of which comes back when so many others have been taken.
    private static IEnumerable<int> TakeAndReturn(int busy)
    {
        var idle = AllIdle();
        var random = new SeededRandom(11);
        var inUse = new Queue<int>();
        for (var i = 0; i < Draws; i++)
        {
            var slot = idle.TakeRandom(random);
            yield return slot;
            inUse.Enqueue(slot);
            if (inUse.Count > busy)
                idle.Add(inUse.Dequeue());
        }
    }

    private static IdleConnections AllIdle()
    {
        var idle = new IdleConnections(Slots);
        for (var slot = 0; slot < Slots; slot++)
            idle.Add(slot);
        return idle;
    }
}
