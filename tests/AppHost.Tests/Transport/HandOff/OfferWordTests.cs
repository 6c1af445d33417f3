using AppHost.Worker.Transport.HandOff;

namespace AppHost.Tests.Transport.HandOff;

public sealed class OfferWordTests
{
    private long _word = OfferWord.Of(42);

    [Fact]
    public void An_offer_can_be_taken_once()
    {
        long offered = _word;
        Assert.True(OfferWord.TryTake(ref _word, offered));
        Assert.Equal(OfferState.Taken, OfferWord.StateOf(_word));
        Assert.False(OfferWord.TryTake(ref _word, offered));
        Assert.False(OfferWord.TryWithdraw(ref _word, offered));
    }

    [Fact]
    public void An_offer_that_was_withdrawn_cannot_be_taken()
    {
        long offered = _word;
        Assert.True(OfferWord.TryWithdraw(ref _word, offered));
        Assert.False(OfferWord.TryTake(ref _word, offered));
        Assert.False(OfferWord.TryRefuse(ref _word, offered, HandOffFailure.NoSlot));
    }

    [Fact]
    public void A_refusal_says_why()
    {
        foreach (HandOffFailure failure in Enum.GetValues<HandOffFailure>())
        {
            long word = OfferWord.Of(7);
            Assert.True(OfferWord.TryRefuse(ref word, OfferWord.Of(7), failure));
            Assert.Equal((OfferState.Refused, failure), (OfferWord.StateOf(word), OfferWord.FailureOf(word)));
        }
    }

    [Fact]
    public void A_late_message_does_not_take_the_next_offer_in_its_place()
    {
        long late = _word;
        OfferWord.TryWithdraw(ref _word, late);
        _word = OfferWord.Of(43);
        Assert.False(OfferWord.TryTake(ref _word, late));
    }

    [Fact]
    public void A_region_that_was_cleared_holds_no_offer()
    {
        long late = _word;
        _word = 0;
        Assert.Equal(OfferState.Withdrawn, OfferWord.StateOf(_word));
        Assert.False(OfferWord.TryTake(ref _word, late));
    }

    [Fact]
    public void Tickets_of_a_century_fit()
    {
        const long CenturyInMicroseconds = 100L * 365 * 24 * 3600 * 1_000_000;
        Assert.Equal(OfferState.Offered, OfferWord.StateOf(OfferWord.Of(CenturyInMicroseconds)));
        Assert.NotEqual(OfferWord.Of(CenturyInMicroseconds), OfferWord.Of(CenturyInMicroseconds + 1));
        Assert.True(OfferWord.Of(CenturyInMicroseconds) > 0);
    }

    [Fact]
    public async Task Of_two_that_race_for_it_one_wins()
    {
        for (int round = 0; round < 2000; round++)
        {
            long offered = OfferWord.Of(round);
            Volatile.Write(ref _word, offered);
            using var start = new Barrier(2);
            Task<bool> take = Task.Run(() =>
            {
                start.SignalAndWait();
                return OfferWord.TryTake(ref _word, offered);
            }, TestContext.Current.CancellationToken);
            start.SignalAndWait(TestContext.Current.CancellationToken);
            bool withdrawn = OfferWord.TryWithdraw(ref _word, offered);
            Assert.NotEqual(withdrawn, await take);
        }
    }
}
