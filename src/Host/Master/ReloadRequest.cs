namespace AppHost.Host.Master;

/// <summary>
/// A wish for another generation, and who waits for it. Requests that come while one cannot begin yet become one. Master's
/// loop only.
/// </summary>
/// <param name="kept">The kept generation to go back to; null: read configuration and app anew.</param>
internal sealed class ReloadRequest(int? kept, TaskCompletionSource<ReloadOutcome>? waiter)
{
    private readonly List<TaskCompletionSource<ReloadOutcome>> _waiters = waiter is null ? [] : [waiter];

    /// <summary>The kept generation to go back to; null: read configuration and app anew.</summary>
    public int? Kept => kept;

    /// <summary>Tells all who wait.</summary>
    public void Answer(ReloadOutcome outcome)
    {
        foreach (TaskCompletionSource<ReloadOutcome> waiting in _waiters) waiting.TrySetResult(outcome);
        _waiters.Clear();
    }

    /// <summary>Takes the place of an earlier request that has not begun: who waited for the same waits on, the others are told.</summary>
    /// <param name="superseded">What the others are told.</param>
    public ReloadRequest Replacing(ReloadRequest? earlier, Func<ReloadOutcome> superseded)
    {
        if (earlier is null) return this;
        if (earlier.Kept == Kept)
        {
            _waiters.InsertRange(0, earlier._waiters);
            earlier._waiters.Clear();
        }

        earlier.Answer(superseded());
        return this;
    }
}
