using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

public sealed class FreshHoldTests : IDisposable
{
    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();
    private readonly WorkerLoad _load;
    private readonly FreshConnections _fresh = new();

    public FreshHoldTests() => _load = new WorkerLoad(_scoreboard.Region(0));

    public void Dispose() => _scoreboard.Dispose();

    [Fact]
    public void A_connection_is_waited_for_in_full_while_half_of_them_bring_requests()
    {
        var hold = new FreshHold();
        for (int i = 0; i < 100; i++)
        {
            hold.Judge(FreshState.Served);
            hold.Judge(FreshState.Served);
            hold.Judge(FreshState.Silent);
            Assert.Equal(FreshHold.Longest, hold.Length);
        }
    }

    [Fact]
    public void Silent_ones_make_it_short_and_requests_make_it_long_again()
    {
        var hold = new FreshHold();
        long before = hold.Length;
        for (int i = 0; i < 32; i++) hold.Judge(FreshState.Silent);
        Assert.InRange(hold.Length, 0, before / 20);
        for (int i = 0; i < 8; i++) hold.Judge(FreshState.Served);
        Assert.Equal(before, hold.Length);
    }

    [Fact]
    public void One_that_is_closed_says_nothing()
    {
        var hold = new FreshHold();
        for (int i = 0; i < 32; i++) hold.Judge(FreshState.Closed);
        Assert.Equal(FreshHold.Longest, hold.Length);
    }

    [Fact]
    public void A_silent_connection_gives_its_slot_back_when_its_time_is_over()
    {
        FreshConnection connection = Accept(now: 1000);
        Assert.Equal((1, 1000 + FreshHold.Longest), (_load.Current.Fresh, _fresh.Due));
        _fresh.Expire(999 + FreshHold.Longest);
        Assert.Equal(FreshState.Holding, connection.State);
        _fresh.Expire(1000 + FreshHold.Longest);
        Assert.Equal((FreshState.Silent, 0, LoopTimer.Never), (connection.State, _load.Current.Fresh, _fresh.Due));
        // Late, but not silent.
        connection.Transfer();
        connection.Release();
        Assert.Equal((FreshState.Served, 0), (connection.State, _load.Current.Fresh));
    }

    [Fact]
    public void A_crowd_of_silent_ones_loses_its_slots_together_once_they_are_known()
    {
        long last = 0;
        for (int i = 0; i < 100; i++) Accept(now: last = i * FreshHold.Longest / 50);
        // The first fifty are judged, and by them the others.
        _fresh.Expire(last);
        Assert.InRange(_load.Current.Fresh, 0, 5);
    }

    private FreshConnection Accept(long now)
    {
        var connection = new FreshConnection(_load);
        _load.ConnectionAccepted();
        _fresh.Add(connection, now);
        return connection;
    }
}
