using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport.HandOff;
using AppHost.Worker.Transport.Parking;

namespace AppHost.Tests.Transport.HandOff;

/// <summary>
/// Workers, descriptors and letters as the kernel treats them, around the real words and offers: a schedule of single steps, any of
/// which may come at any time. It knows who holds a descriptor of each connection and who owns it.
/// </summary>
internal sealed class HandOffModel : IDisposable
{
    private const long Step = 1_000_000;
    private const long Patience = 20 * Step;

    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();
    private readonly Random _random;
    private readonly Worker[] _workers;
    private readonly int[] _copies;
    private readonly List<int> _orphaned = [];
    private long _now = 1_000_000 * Step;

    public HandOffModel(int seed, int workers, int connections)
    {
        _random = new Random(seed);
        _copies = new int[connections];
        _workers = [.. Enumerable.Range(0, workers).Select(region => new Worker(this, region))];
        for (int connection = 0; connection < connections; connection++) Open(connection, _workers[connection % workers]);
    }

    /// <summary>Offers that a sibling took.</summary>
    public int Taken { get; private set; }

    /// <summary>Offers that came back.</summary>
    public int Returned { get; private set; }

    /// <summary>Workers that were killed.</summary>
    public int Killed { get; private set; }

    /// <summary>Does one random thing, and checks that no connection is two workers'.</summary>
    public void Advance()
    {
        _now += Step;
        Worker worker = _workers[_random.Next(_workers.Length)];
        switch (_random.Next(100))
        {
            case < 30: worker.Offer(_workers[_random.Next(_workers.Length)], _random.Next(1, 4)); break;
            case < 60: worker.Receive(); break;
            case < 85: worker.Settle(); break;
            case < 90: worker.Retires = !worker.Retires; break;
            case < 95: worker.DropMailbox(); break;
            case < 98: break;
            default: Kill(worker); break;
        }

        CheckOwners();
    }

    /// <summary>Lets everything come to its end, and checks that each connection is somebody's or died with its owner.</summary>
    public void Finish()
    {
        foreach (Worker worker in _workers) worker.Retires = false;
        while (Array.Exists(_workers, worker => worker.HasLetters)) Array.ForEach(_workers, worker => worker.Receive());
        _now += Patience;
        foreach (Worker worker in _workers) worker.Settle();
        CheckOwners();
        for (int connection = 0; connection < _copies.Length; connection++)
        {
            int owners = _workers.Count(worker => worker.Owned.Contains(connection));
            Assert.Equal(_orphaned.Contains(connection) ? 0 : 1, owners);
            // No descriptor is left open by anybody else, or the client would never see an end.
            Assert.Equal(owners, _copies[connection]);
        }
    }

    public void Dispose() => _scoreboard.Dispose();

    private void CheckOwners()
    {
        for (int connection = 0; connection < _copies.Length; connection++)
        {
            Assert.InRange(_workers.Count(worker => worker.Owned.Contains(connection)), 0, 1);
        }
    }

    private void Open(int connection, Worker worker)
    {
        _copies[connection]++;
        worker.Owned.Add(connection);
    }

    /// <summary>SIGKILL: its descriptors close, its region is cleared at once or later, and another worker gets it.</summary>
    private void Kill(Worker worker)
    {
        Killed++;
        bool clearedAtOnce = _random.Next(2) == 0;
        if (clearedAtOnce) worker.Die();
        // A sibling may take what the dead one had offered, until the master clears the region.
        if (!clearedAtOnce) Array.ForEach(_workers, sibling => sibling.Receive());
        if (!clearedAtOnce) worker.Die();
        worker.Start();
    }

    private sealed class Worker(HandOffModel model, int region)
    {
        private readonly List<(ParkedConnection Connection, OpenOffer Offer)> _offered = [];
        private readonly Queue<(int From, int Connection, OpenOffer Offer)> _mailbox = new();
        private OpenOffers _offers = new(model._scoreboard.Region(region), model._now);

        public HashSet<int> Owned { get; } = [];

        public bool Retires { get; set; }

        public bool HasLetters => _mailbox.Count > 0;

        /// <summary>Some of its connections, in one letter.</summary>
        public void Offer(Worker to, int count)
        {
            if (to == this) return;
            foreach (int connection in Owned.Take(Math.Min(count, _offers.Room)).ToList())
            {
                // From here on it reads nothing from it.
                Owned.Remove(connection);
                var parked = new ParkedConnection(null!, null!, connection, connection);
                OpenOffer offer = _offers.Open(parked, region, HandOffReason.Retire, model._now + Patience);
                _offered.Add((parked, offer));
                bool full = to._mailbox.Count >= 10;
                if (full)
                {
                    Assert.True(_offers.TryWithdraw(offer));
                    _offered.RemoveAt(_offered.Count - 1);
                    Owned.Add(connection);
                    continue;
                }

                model._copies[connection]++;
                to._mailbox.Enqueue((region, connection, offer));
            }
        }

        /// <summary>Looks into its mailbox, perhaps long after the letter was sent.</summary>
        public void Receive()
        {
            if (!_mailbox.TryDequeue(out var letter)) return;
            ref long word = ref model._scoreboard.Region(letter.From).Offer(letter.Offer.Slot);
            bool taken = !Retires && OfferWord.TryTake(ref word, letter.Offer.Word);
            if (Retires) OfferWord.TryRefuse(ref word, letter.Offer.Word, HandOffFailure.NotReady);
            if (taken)
            {
                model.Taken++;
                Owned.Add(letter.Connection);
            }
            else
            {
                model._copies[letter.Connection]--;
            }
        }

        public void Settle() => _offers.Settle(model._now, (offer, failure) =>
        {
            _offered.RemoveAll(open => open.Offer == offer);
            if (failure is null)
            {
                model._copies[offer.Connection.Descriptor]--;
            }
            else
            {
                model.Returned++;
                Owned.Add(offer.Connection.Descriptor);
            }
        });

        /// <summary>The mailbox is closed and made anew: letters are lost.</summary>
        public void DropMailbox()
        {
            while (_mailbox.TryDequeue(out var letter)) model._copies[letter.Connection]--;
        }

        public void Die()
        {
            DropMailbox();
            foreach (int connection in Owned)
            {
                model._copies[connection]--;
                model._orphaned.Add(connection);
            }

            foreach ((ParkedConnection connection, OpenOffer offer) in _offered)
            {
                model._copies[connection.Descriptor]--;
                long word = Volatile.Read(ref model._scoreboard.Region(region).Offer(offer.Slot));
                if (OfferWord.StateOf(word) is not OfferState.Taken) model._orphaned.Add(connection.Descriptor);
            }

            Owned.Clear();
            _offered.Clear();
            model._scoreboard.Region(region).Clear();
        }

        public void Start() => _offers = new OpenOffers(model._scoreboard.Region(region), model._now);
    }
}
