using AppHost.Worker.Interop;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport.Parking;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Transport.HandOff;

/// <summary>
/// Gives idle connections to siblings, and takes theirs: the mechanism, which decides nothing. Loop thread only.
/// </summary>
internal sealed partial class Exchange : IReadyHandler, IDisposable
{
    /// <summary>A client waits for the answer; a sibling that is well looks into its mailbox within a millisecond or two.</summary>
    private static readonly long PatienceWithRequest = TimeSpan.FromMilliseconds(100).ToNanoseconds();

    /// <summary>Nobody waits.</summary>
    private static readonly long Patience = TimeSpan.FromSeconds(1).ToNanoseconds();

    private static readonly long LookAgain = TimeSpan.FromMilliseconds(1).ToNanoseconds();

    /// <summary>Letters at once, so that a sibling that leaves does not hold up requests here.</summary>
    private const int MostLettersInTurn = 4;

    private readonly EventLoop _loop;
    private readonly WorkerRegion _region;
    private readonly Siblings _siblings;
    private readonly IReceivingWorker _worker;
    private readonly ILogger _logger;
    private readonly Mailbox _mailbox;
    private readonly OpenOffers _offers;
    private readonly LoopTimer _timer;
    private readonly byte[] _letter = new byte[Letter.MostBytes];
    private readonly LoopRegistration _registration;
    private bool _disposed;

    /// <summary>Opens the mailbox; on the loop.</summary>
    /// <exception cref="IOException">It cannot be opened there.</exception>
    public Exchange(EventLoop loop, WorkerRegion region, Siblings siblings, string folder, IReceivingWorker worker, ILogger<Exchange> logger)
    {
        _loop = loop;
        _region = region;
        _siblings = siblings;
        _worker = worker;
        _logger = logger;
        _mailbox = new Mailbox(folder, region.Index);
        _offers = new OpenOffers(region, MonotonicClock.Nanoseconds);
        _timer = loop.AddTimer(Settle);
        _registration = loop.Add(_mailbox.Descriptor, EpollEvent.In, this);
        _region.HasMailbox = true;
    }

    /// <summary>Connections that are on their way to siblings.</summary>
    public int OpenOffers => _offers.Count;

    /// <summary>Connections of one reason that can be offered now.</summary>
    public int Room => Math.Min(_offers.Room, Letter.MostConnections);

    /// <summary>Requests on their way to a sibling.</summary>
    public int PushedTo(int region) => _offers.PushedTo(region);

    /// <summary>Connections on their way to a sibling.</summary>
    public int SentTo(int region) => _offers.SentTo(region);

    /// <summary>
    /// Offers connections of one listener to a sibling. They are neither registered with the loop nor read from until the worker
    /// hears what became of them.
    /// </summary>
    /// <param name="connections">At most <see cref="Room"/>.</param>
    /// <returns>False if the letter was not sent: they are the worker's as before.</returns>
    public bool TryOffer(int to, HandOffReason reason, ReadOnlySpan<ParkedConnection> connections)
    {
        Span<OfferedConnection> offered = stackalloc OfferedConnection[connections.Length];
        Span<int> descriptors = stackalloc int[connections.Length];
        var open = new OpenOffer[connections.Length];
        long until = _loop.Now + (reason is HandOffReason.Push or HandOffReason.Relieve ? PatienceWithRequest : Patience);
        for (int i = 0; i < connections.Length; i++)
        {
            ParkedConnection connection = connections[i];
            open[i] = _offers.Open(connection, to, reason, until);
            descriptors[i] = connection.Descriptor;
            offered[i] = new OfferedConnection(
                open[i].Word, open[i].Slot, connection.Number, connection.IdleSince, connection.WaitingSince);
        }

        int length = Letter.Write(_letter, _region.Index, reason, connections[0].Listener.Address, offered);
        if (_mailbox.Send(to, _letter.AsSpan(0, length), descriptors) is not { } failure)
        {
            if (_timer.Due == LoopTimer.Never) _timer.Set(_loop.Now + LookAgain);
            return true;
        }

        foreach (OpenOffer offer in open) _offers.TryWithdraw(offer);
        Interlocked.Add(ref _region.NotHandedOff((int)failure), connections.Length);
        return false;
    }

    /// <summary>Tells a sibling that a slot is free here.</summary>
    public void TellFree(int to)
    {
        int length = Letter.Write(_letter, _region.Index, HandOffReason.Push, [], []);
        // A full mailbox will be looked at anyway, and every worker looks for free siblings by itself, though not at once.
        _ = _mailbox.Send(to, _letter.AsSpan(0, length), []);
    }

    /// <inheritdoc/>
    public void OnReady(uint events) => Receive(MostLettersInTurn);

    /// <summary>Closes the mailbox; what is open still is settled one way or the other.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _timer.Cancel();
        _region.HasMailbox = false;
        Receive(int.MaxValue);
        _loop.Remove(_mailbox.Descriptor, _registration);
        _mailbox.Dispose();
        _offers.Settle(long.MaxValue, OnSettled);
    }

    private void Receive(int most)
    {
        Span<int> descriptors = stackalloc int[Letter.MostConnections];
        for (int i = 0; i < most && _mailbox.TryReceive(descriptors) is { } letter; i++)
        {
            Span<int> given = descriptors[..letter.Descriptors];
            try
            {
                Open(letter, given);
            }
            finally
            {
                // Whatever was taken is -1 by now.
                foreach (int left in given)
                {
                    if (left >= 0) _ = Libc.close(left);
                }
            }
        }
    }

    private void Open(Mailbox.Received letter, Span<int> descriptors)
    {
        Span<OfferedConnection> connections = stackalloc OfferedConnection[Letter.MostConnections];
        if (Letter.Read(letter.Bytes.Span, connections) is not { } contents
            || (uint)contents.Region >= ScoreboardLayout.Regions
            || letter.User != Libc.geteuid()
            || _siblings.Region(contents.Region).ProcessId != letter.Process)
        {
            Interlocked.Increment(ref _region.NotHandedOff((int)HandOffFailure.Stranger));
            // One of our own user is a worker that has died since, or one of another build.
            if (letter.User != Libc.geteuid()) LogStranger(letter.Process, letter.User);
            return;
        }

        if (contents.Count == 0)
        {
            _worker.OnSiblingFree();
            return;
        }

        WorkerRegion sender = _siblings.Region(contents.Region);
        for (int i = 0; i < contents.Count; i++)
        {
            OfferedConnection connection = connections[i];
            if ((ulong)connection.Slot >= ScoreboardLayout.OfferCount) continue;
            ref long word = ref sender.Offer((int)connection.Slot);
            HandOffFailure? failure = i >= descriptors.Length ? HandOffFailure.NoDescriptor
                : _disposed ? HandOffFailure.NotReady
                : _worker.Judge(contents.Reason, contents.Address);
            if (failure is { } why)
            {
                OfferWord.TryRefuse(ref word, connection.Word, why);
                continue;
            }

            // From here on it is this worker's, or never was.
            if (!OfferWord.TryTake(ref word, connection.Word)) continue;
            int descriptor = descriptors[i];
            descriptors[i] = -1;
            _worker.Take(contents.Reason, contents.Address, descriptor, connection);
        }
    }

    private void Settle()
    {
        _offers.Settle(_loop.Now, OnSettled);
        if (_offers.Count > 0 && !_disposed) _timer.Set(_loop.Now + LookAgain);
    }

    private void OnSettled(OpenOffer offer, HandOffFailure? failure)
    {
        if (failure is { } why)
        {
            Interlocked.Increment(ref _region.NotHandedOff((int)why));
            _worker.OnReturned(offer.Connection);
        }
        else
        {
            Interlocked.Increment(ref _region.HandedOff((int)offer.Reason));
            _worker.OnGiven(offer.Connection);
        }
    }

    [LoggerMessage(EventId = EventIds.StrangeLetter, Level = LogLevel.Warning,
        Message = "Process {ProcessId} of user {User}, which is no worker of this host, wrote to this worker's mailbox. Nothing was taken from it.")]
    private partial void LogStranger(int processId, uint user);
}
