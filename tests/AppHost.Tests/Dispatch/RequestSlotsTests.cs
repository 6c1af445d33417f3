using System.Collections.Concurrent;
using AppHost.Worker.Dispatch;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Dispatch;

public sealed class RequestSlotsTests : IDisposable
{
    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();
    private readonly RequestSlots _slots;

    public RequestSlotsTests() => _slots = new RequestSlots(_scoreboard.Region(0));

    public void Dispose() => _scoreboard.Dispose();

    [Fact]
    public void The_lowest_free_number_is_given()
    {
        Assert.Equal([0, 1, 2], Take(3));
        _slots.Return(1);
        Assert.Equal([1, 3], Take(2));
    }

    [Fact]
    public void When_all_are_taken_there_is_none_and_one_that_is_returned_is_given_again()
    {
        Assert.Equal(Enumerable.Range(0, ScoreboardLayout.RecordsPerRegion), Take(ScoreboardLayout.RecordsPerRegion));
        Assert.Equal(RequestSlots.None, _slots.Take());
        _slots.Return(RequestSlots.None);
        Assert.Equal(RequestSlots.None, _slots.Take());
        _slots.Return(700);
        Assert.Equal(700, _slots.Take());
    }

    [Fact]
    public void A_number_is_the_record_of_the_region()
    {
        _slots.Record(5).Begin(1, 0, 1, "GET", "/", "");
        Assert.True(_scoreboard.Region(0).Record(5).WasUsed);
    }

    [Fact]
    public void Many_threads_never_hold_the_same_number()
    {
        var held = new ConcurrentDictionary<int, int>();
        // Close to the limit, so that the words of the set are contended and sometimes full.
        Take(ScoreboardLayout.RecordsPerRegion - 6);
        Parallel.For(0, 8, thread =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                int slot = _slots.Take();
                if (slot == RequestSlots.None) continue;
                Assert.True(held.TryAdd(slot, thread), $"{slot} was given twice.");
                Assert.True(held.TryRemove(slot, out _));
                _slots.Return(slot);
            }
        });
        Assert.Equal(Enumerable.Range(ScoreboardLayout.RecordsPerRegion - 6, 6), Take(6));
    }

    private int[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => _slots.Take())];
}
