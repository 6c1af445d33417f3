using AppHost.Load.Arrivals;
using AppHost.Load.Connections;

namespace AppHost.Load.Tests.Connections;

public sealed class DeadlineListTests
{
    [Fact]
    public void An_empty_list_has_no_deadline() => Assert.Equal(long.MaxValue, new DeadlineList(4).Earliest);

    [Fact]
    public void Deadlines_come_out_in_order_however_they_were_added()
    {
        var list = new DeadlineList(5);
        foreach (var (slot, deadline) in new[] { (3, 30L), (0, 10L), (4, 40L), (1, 20L), (2, 20L) })
            list.Add(slot, deadline);
        Assert.Equal([0, 1, 2, 3, 4], TakeAll(list));
        Assert.Equal(long.MaxValue, list.Earliest);
    }

    [Fact]
    public void Random_additions_and_removals_keep_the_order()
    {
        var random = new SeededRandom(1);
        var list = new DeadlineList(50);
        var expected = new Dictionary<int, long>();
        for (var i = 0; i < 20_000; i++)
        {
            var slot = random.NextBelow(50);
            if (expected.Remove(slot))
                list.Remove(slot);
            else
                list.Add(slot, expected[slot] = i + random.NextBelow(30));
            Assert.Equal(expected.Count, list.Count);
            Assert.Equal(expected.Count == 0 ? long.MaxValue : expected.Values.Min(), list.Earliest);
        }
    }

    private static List<int> TakeAll(DeadlineList list)
    {
        var slots = new List<int>();
        while (list.Count > 0)
        {
            slots.Add(list.EarliestSlot);
            list.Remove(list.EarliestSlot);
        }
        return slots;
    }
}
