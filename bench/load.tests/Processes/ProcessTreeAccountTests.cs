using AppHost.Load.Processes;

namespace AppHost.Load.Tests.Processes;

public sealed class ProcessTreeAccountTests
{
    private readonly ProcessTreeAccount _account = new([10]);

    [Fact]
    public void Root_and_descendants_count_from_the_first_sample_and_others_do_not()
    {
        _account.Add([P(1, 0, 900), P(10, 1, 100), P(11, 10, 50), P(12, 11, 5), P(20, 1, 70)]);
        _account.Add([P(1, 0, 999), P(10, 1, 110), P(11, 10, 70), P(12, 11, 35), P(20, 1, 700)]);
        Assert.Equal(10 + 20 + 30, _account.Total);
    }

    [Fact]
    public void A_child_born_later_counts_from_its_birth()
    {
        _account.Add([P(10, 1, 100)]);
        _account.Add([P(10, 1, 100), P(11, 10, 40)]);
        Assert.Equal(40, _account.Total);
    }

    [Fact]
    public void A_child_that_came_and_went_between_samples_counts_by_what_its_parent_was_told()
    {
        _account.Add([P(10, 1, 100, reaped: 7)]);
        _account.Add([P(10, 1, 100, reaped: 37)]);
        Assert.Equal(30, _account.Total);
    }

    [Fact]
    public void What_an_ended_child_used_before_the_first_sample_does_not_count()
    {
        _account.Add([P(10, 1, 100), P(11, 10, 1000)]);
        _account.Add([P(10, 1, 100), P(11, 10, 1010)]);
        _account.Add([P(10, 1, 100, reaped: 1025)]);
        Assert.Equal(25, _account.Total);
    }

    [Fact]
    public void A_parent_that_is_not_told_leaves_the_last_sample_of_its_child()
    {
        _account.Add([P(10, 1, 100), P(11, 10, 1000)]);
        _account.Add([P(10, 1, 100), P(11, 10, 1010)]);
        _account.Add([P(10, 1, 100)]);
        Assert.Equal(10, _account.Total);
    }

    [Fact]
    public void A_grandchild_that_ended_with_its_parent_counts_once()
    {
        _account.Add([P(10, 1, 100), P(11, 10, 200), P(12, 11, 300)]);
        _account.Add([P(10, 1, 100), P(11, 10, 210), P(12, 11, 320)]);
        _account.Add([P(10, 1, 100, reaped: 211 + 322)]);
        Assert.Equal(11 + 22, _account.Total);
    }

    [Fact]
    public void A_child_given_to_another_parent_still_counts()
    {
        _account.Add([P(10, 1, 100), P(11, 10, 50)]);
        _account.Add([P(1, 0, 5), P(11, 1, 90)]);
        Assert.Equal(40, _account.Total);
    }

    [Fact]
    public void A_process_that_got_the_id_of_an_ended_one_is_another()
    {
        _account.Add([P(10, 1, 100), P(11, 10, 50)]);
        _account.Add([P(10, 1, 100), P(11, 10, 8, start: 77)]);
        Assert.Equal(8, _account.Total);
    }

    private static ProcessSample P(int pid, int parent, long own, long reaped = 0, long start = 1) => new(pid, start, parent, own, reaped);
}
