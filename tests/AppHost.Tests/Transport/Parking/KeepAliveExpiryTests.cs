using AppHost.Worker.Transport.Parking;

namespace AppHost.Tests.Transport.Parking;

public sealed class KeepAliveExpiryTests
{
    private const long Second = 1_000_000_000;
    private const long Start = 1000 * Second;

    private readonly KeepAliveExpiry _expiry = new(timeout: 5 * Second);

    public KeepAliveExpiryTests() => Assert.Null(_expiry.Overdue(Start));

    [Fact]
    public void Nobody_is_overdue_before_the_timeout_has_passed()
    {
        Park(Start);
        Assert.Null(_expiry.Overdue(Start + (5 * Second) - 1));
    }

    [Fact]
    public void Each_is_overdue_when_its_own_timeout_has_passed()
    {
        ParkedConnection first = Park(Start);
        ParkedConnection second = Park(Start + (2 * Second));
        Assert.Same(first, _expiry.Overdue(Start + (5 * Second)));
        _expiry.Remove(first);
        Assert.Null(_expiry.Overdue(Start + (6 * Second)));
        Assert.Same(second, _expiry.Overdue(Start + (7 * Second)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void One_that_is_taken_out_of_a_second_leaves_the_others_in_it(int removed)
    {
        ParkedConnection[] all = [Park(Start), Park(Start), Park(Start)];
        _expiry.Remove(all[removed]);
        Assert.False(all[removed].IsExpiring);
        var left = new List<ParkedConnection>();
        while (_expiry.Overdue(Start + (9 * Second)) is { } overdue)
        {
            left.Add(overdue);
            _expiry.Remove(overdue);
        }

        Assert.Equivalent(all.Where((_, i) => i != removed), left);
    }

    [Fact]
    public void One_that_comes_late_is_overdue_in_the_next_second_and_not_forgotten()
    {
        Assert.Null(_expiry.Overdue(Start + (100 * Second)));
        ParkedConnection late = Park(Start);
        Assert.Same(late, _expiry.Overdue(Start + (101 * Second)));
    }

    [Fact]
    public void All_are_found_whatever_their_second()
    {
        ParkedConnection[] all = [Park(Start), Park(Start), Park(Start + Second)];
        var found = new List<ParkedConnection>();
        foreach (ParkedConnection parked in _expiry) found.Add(parked);
        Assert.Equivalent(all, found);
        Assert.NotNull(_expiry.First);
    }

    private ParkedConnection Park(long idleSince)
    {
        var parked = new ParkedConnection(null!, null!, 0, 0) { IdleSince = idleSince };
        _expiry.Add(parked);
        return parked;
    }
}
