using AppHost.Load.Arrivals;
using AppHost.Load.Connections;
using AppHost.Load.Statistics;

namespace AppHost.Load.Engine;

/// <summary>
/// Puts due requests on idle connections, lets them wait while none is idle, gives up those whose timeout has passed, and counts how each
/// ends. Belongs to one thread.
/// </summary>
internal sealed class Dispatcher
{
    private const long BacklogRetry = 1_000_000;

    private readonly Connection[] _connections;
    private readonly ConnectionIo _io;
    private readonly IRequestSource _source;
    private readonly SeededRandom _random;
    private readonly RunStatistics _statistics;
    private readonly IdleConnections[] _idle;
    private readonly WaitingRequests[] _waiting;
    private readonly DeadlineList _deadlines;
    private readonly List<int> _awaitingBacklog = [];
    private readonly long _timeout;
    private readonly bool _bound;

    public Dispatcher(
        LoadPlan plan, ConnectionSet connections, ConnectionIo io, IRequestSource source, SeededRandom random, RunStatistics statistics)
    {
        (_connections, _io, _source, _random, _statistics) = (connections.All, io, source, random, statistics);
        _timeout = plan.Timeout.Ticks * 100;
        _bound = plan.Pacing is ClosedLoop;
        _deadlines = new DeadlineList(_connections.Length);
        _idle = [.. Enumerable.Range(0, connections.Groups).Select(_ => new IdleConnections(_connections.Length))];
        _waiting = [.. Enumerable.Range(0, connections.Groups).Select(_ => new WaitingRequests())];
        foreach (var connection in _connections)
            _idle[connection.Group].Add(connection.Slot);
    }

    /// <summary>Whether any request is on a connection or waits for one.</summary>
    public bool IsBusy => _deadlines.Count > 0 || _waiting.Any(queue => queue.Count > 0);

    /// <summary>When <see cref="Advance"/> has something to do next.</summary>
    public long NextTimer
    {
        get
        {
            var next = _deadlines.Earliest;
            foreach (var queue in _waiting)
            {
                if (queue.Count > 0)
                    next = Math.Min(next, queue.OldestIntendedAt + _timeout);
            }
            return _awaitingBacklog.Count > 0 ? Math.Min(next, MonotonicClock.Now + BacklogRetry) : next;
        }
    }

    /// <summary>Sends a request that is due, or lets it wait for an idle connection.</summary>
    public void Dispatch(in PendingRequest request)
    {
        if (_bound)
            Start(_connections[request.Slot], request, waited: false);
        else if (_idle[request.Group].Count > 0)
            Start(_connections[_idle[request.Group].TakeRandom(_random)], request, waited: false);
        else
            _waiting[request.Group].Add(request);
    }

    /// <summary>Takes what epoll reported of a connection, if that is still the one meant.</summary>
    public void Ready(uint events, ulong data)
    {
        var connection = _connections[(int)(uint)data];
        if (connection.Generation != (uint)(data >> 32))
            return;
        var outcome = _io.Ready(connection, events);
        if (outcome != RequestOutcome.Pending)
            End(connection, outcome);
    }

    /// <summary>Gives up what is overdue and tries full backlogs again.</summary>
    public void Advance(long now)
    {
        foreach (var queue in _waiting)
            DropOverdue(queue, now);
        while (_deadlines.Earliest <= now)
            GiveUp(_connections[_deadlines.EarliestSlot]);
        RetryBacklog();
    }

    /// <summary>The run was interrupted: counts everything outstanding as unfinished.</summary>
    public void Abandon(long now)
    {
        foreach (var queue in _waiting)
        {
            while (queue.Count > 0)
                _statistics.RecordEnd(queue.Take(), RequestOutcome.Unfinished, 0, sentAt: null, now);
        }
        while (_deadlines.Count > 0)
        {
            var connection = _connections[_deadlines.EarliestSlot];
            _deadlines.Remove(connection.Slot);
            _statistics.RecordEnd(connection.Request, RequestOutcome.Unfinished, 0, connection.SentAt, now);
        }
    }

    // A loop, not a recursion: a stopped server fails every waiting request at once.
    private void Start(Connection connection, PendingRequest request, bool waited)
    {
        while (true)
        {
            connection.Request = request;
            connection.SentAt = MonotonicClock.Now;
            _statistics.RecordSend(request, connection.SentAt, waited);
            var outcome = _io.Begin(connection);
            if (outcome == RequestOutcome.Pending)
            {
                _deadlines.Add(connection.Slot, request.IntendedAt + _timeout);
                if (connection.State == ConnectionState.AwaitingBacklog)
                    _awaitingBacklog.Add(connection.Slot);
                return;
            }
            Count(connection, outcome, MonotonicClock.Now);
            if (!TryTakeWaiting(connection, out request))
                return;
            waited = true;
        }
    }

    private void End(Connection connection, RequestOutcome outcome)
    {
        _deadlines.Remove(connection.Slot);
        Count(connection, outcome, MonotonicClock.Now);
        if (TryTakeWaiting(connection, out var next))
            Start(connection, next, waited: true);
    }

    private void GiveUp(Connection connection)
    {
        var connecting = connection.State is ConnectionState.Connecting or ConnectionState.AwaitingBacklog;
        _awaitingBacklog.Remove(connection.Slot);
        _io.Close(connection, connecting ? null : ConnectionEnd.GivenUp);
        End(connection, connecting ? RequestOutcome.ConnectTimeout : RequestOutcome.Timeout);
    }

    private void Count(Connection connection, RequestOutcome outcome, long now)
    {
        // An answer that was read before the loop came to look at deadlines is as late as one that was not.
        if (outcome.IsAnswer() && now >= connection.Request.IntendedAt + _timeout)
            outcome = RequestOutcome.Timeout;
        var status = outcome.IsAnswer() ? connection.Response.Status : 0;
        _statistics.RecordEnd(connection.Request, outcome, status, connection.SentAt, now);
        _source.Ended(connection.Slot, outcome.IsAnswer(), now);
    }

    // An idle connection and a request that waits for one never exist at once: what is overdue is dropped here, not later.
    private bool TryTakeWaiting(Connection connection, out PendingRequest request)
    {
        request = default;
        if (_bound)
            return false;
        var queue = _waiting[connection.Group];
        DropOverdue(queue, MonotonicClock.Now);
        if (queue.Count == 0)
        {
            _idle[connection.Group].Add(connection.Slot);
            return false;
        }
        request = queue.Take();
        return true;
    }

    private void DropOverdue(WaitingRequests queue, long now)
    {
        while (queue.Count > 0 && queue.OldestIntendedAt + _timeout <= now)
            _statistics.RecordEnd(queue.Take(), RequestOutcome.TimeoutUnsent, 0, sentAt: null, now);
    }

    private void RetryBacklog()
    {
        for (var i = _awaitingBacklog.Count - 1; i >= 0; i--)
        {
            var connection = _connections[_awaitingBacklog[i]];
            var outcome = _io.Open(connection);
            if (connection.State == ConnectionState.AwaitingBacklog)
                continue;
            _awaitingBacklog.RemoveAt(i);
            if (outcome != RequestOutcome.Pending)
                End(connection, outcome);
        }
    }
}
