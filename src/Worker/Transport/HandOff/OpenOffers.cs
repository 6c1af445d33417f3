using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport.Parking;

namespace AppHost.Worker.Transport.HandOff;

/// <summary>
/// The offers of this worker that are not settled. While one is open the descriptor stays open here, for the connection may come
/// back. Loop thread only, but for the words themselves.
/// </summary>
internal sealed class OpenOffers
{
    private readonly WorkerRegion _region;
    private readonly Stack<int> _free = new(Enumerable.Range(0, ScoreboardLayout.OfferCount).Reverse());
    private readonly List<OpenOffer> _open = [];
    private long _ticket;

    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC: tickets count from it, and so differ from those of every earlier worker.</param>
    public OpenOffers(WorkerRegion region, long now)
    {
        _region = region;
        // Microseconds: no worker makes a million offers in each second of its life.
        _ticket = now / 1000;
    }

    /// <summary>How many there are.</summary>
    public int Count => _open.Count;

    /// <summary>How many more there can be.</summary>
    public int Room => _free.Count;

    /// <summary>How many with a request a sibling has not settled.</summary>
    public int PushedTo(int region)
    {
        int count = 0;
        foreach (OpenOffer offer in _open)
        {
            if (offer.To == region && offer.Reason is HandOffReason.Push or HandOffReason.Relieve) count++;
        }

        return count;
    }

    /// <summary>How many a sibling has not settled.</summary>
    public int SentTo(int region)
    {
        int count = 0;
        foreach (OpenOffer offer in _open)
        {
            if (offer.To == region) count++;
        }

        return count;
    }

    /// <summary>Opens one; there must be <see cref="Room"/>.</summary>
    /// <param name="until">When it is withdrawn if the sibling has not settled it.</param>
    public OpenOffer Open(ParkedConnection connection, int to, HandOffReason reason, long until)
    {
        int slot = _free.Pop();
        long word = OfferWord.Of(++_ticket);
        Volatile.Write(ref _region.Offer(slot), word);
        var offer = new OpenOffer(connection, slot, word, to, reason, until);
        _open.Add(offer);
        return offer;
    }

    /// <summary>Takes one back at once.</summary>
    /// <returns>False if the sibling owns the connection already.</returns>
    public bool TryWithdraw(OpenOffer offer)
    {
        if (!OfferWord.TryWithdraw(ref _region.Offer(offer.Slot), offer.Word)) return false;
        _open.Remove(offer);
        _free.Push(offer.Slot);
        return true;
    }

    /// <summary>Takes out those that are settled, and withdraws those whose time is up.</summary>
    /// <param name="settled">Called for each; a null failure says that the sibling owns the connection.</param>
    public void Settle(long now, Action<OpenOffer, HandOffFailure?> settled)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            OpenOffer offer = _open[i];
            ref long word = ref _region.Offer(offer.Slot);
            long seen = Volatile.Read(ref word);
            if (seen == offer.Word)
            {
                if (now < offer.Until) continue;
                if (OfferWord.TryWithdraw(ref word, offer.Word)) seen = 0;
                else seen = Volatile.Read(ref word);
            }

            _open[i] = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            _free.Push(offer.Slot);
            settled(offer, OfferWord.StateOf(seen) switch
            {
                OfferState.Taken => null,
                OfferState.Refused => OfferWord.FailureOf(seen),
                _ => HandOffFailure.Late,
            });
        }
    }
}
