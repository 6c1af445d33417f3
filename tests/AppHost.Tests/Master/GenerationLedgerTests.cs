using AppHost.Host.Master;

namespace AppHost.Tests.Master;

public sealed class GenerationLedgerTests
{
    private readonly GenerationLedger _ledger = new(Generations.Create(1));

    [Fact]
    public void The_one_that_served_is_kept_when_the_next_one_serves()
    {
        Serve(2);
        Assert.Equal([(1, GenerationState.Kept), (2, GenerationState.Serving)], States());
    }

    [Fact]
    public void One_that_never_served_is_given_up_and_forgotten_when_its_processes_have_gone()
    {
        _ledger.Begin(Generations.Create(2));
        _ledger.GiveUp(2);
        Assert.Empty(_ledger.Forget(keep: 3, isAlive: number => number == 2));
        Assert.Equal([2], Numbers(_ledger.Forget(keep: 3, isAlive: _ => false)));
        Assert.Equal([(1, GenerationState.Serving)], States());
    }

    [Fact]
    public void A_number_is_never_used_twice()
    {
        _ledger.Begin(Generations.Create(2));
        _ledger.GiveUp(2);
        _ledger.Forget(keep: 3, isAlive: _ => false);
        Assert.Equal(3, _ledger.NextNumber);
    }

    [Fact]
    public void Going_back_to_a_kept_one_swaps_the_two()
    {
        Serve(2);
        Serve(1);
        Assert.Equal([(1, GenerationState.Serving), (2, GenerationState.Kept)], States());
    }

    [Fact]
    public void A_kept_one_that_fails_to_come_back_is_still_kept()
    {
        Serve(2);
        _ledger.Begin(_ledger[1]);
        _ledger.GiveUp(1);
        Assert.Equal([(1, GenerationState.Kept), (2, GenerationState.Serving)], States());
    }

    [Fact]
    public void The_oldest_beyond_those_to_keep_are_forgotten_but_not_while_they_live()
    {
        foreach (int number in (int[])[2, 3, 4, 5]) Serve(number);
        Assert.Equal([1], Numbers(_ledger.Forget(keep: 2, isAlive: number => number == 2)));
        Assert.Equal([2], Numbers(_ledger.Forget(keep: 2, isAlive: _ => false)));
        Assert.Equal([(3, GenerationState.Kept), (4, GenerationState.Kept), (5, GenerationState.Serving)], States());
    }

    [Fact]
    public void The_previous_one_is_the_newest_kept_before_it()
    {
        foreach (int number in (int[])[2, 3]) Serve(number);
        Assert.Equal(2, _ledger.Previous(3));
        Serve(2);
        Assert.Equal(1, _ledger.Previous(2));
        Serve(1);
        Assert.Null(_ledger.Previous(1));
    }

    private void Serve(int number)
    {
        _ledger.Begin(_ledger.Find(number)?.Generation ?? Generations.Create(number));
        _ledger.Complete(number);
    }

    private List<(int, GenerationState)> States() => [.. _ledger.All.Select(g => (g.Generation.Number, g.State))];

    private static List<int> Numbers(IEnumerable<Generation> generations) => [.. generations.Select(g => g.Number)];
}
