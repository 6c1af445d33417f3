using AppHost.Host.Master;

namespace AppHost.Host.Control;

/// <summary>
/// Gives orders to the master and waits for what comes of them, by the views that it publishes. Thread-safe; the master's loop
/// knows nothing of who waits.
/// </summary>
internal sealed class MasterOrders(IMaster master, TimeProvider timeProvider)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>The host now.</summary>
    public HostView Current => master.Published;

    /// <summary>Gives an order.</summary>
    /// <returns>The view before it.</returns>
    public HostView Give(MasterEvent order)
    {
        HostView before = master.Published;
        master.Report(order);
        return before;
    }

    /// <summary>Waits until the order that was given after a view has been noted.</summary>
    public Task<HostView> NotedAsync(HostView before, CancellationToken cancellationToken) => UntilAsync(view => IsNoted(before, view), cancellationToken);

    /// <summary>Waits until no reload is on its way any more, the one that was ordered after a view included.</summary>
    /// <returns>The view then; its <see cref="HostView.LastReload"/> is the end of that reload, or of a newer one that took its place.</returns>
    public Task<HostView> ReloadedAsync(HostView before, CancellationToken cancellationToken) => UntilAsync(
        view => view.State is HostState.Stopping
            || (IsNoted(before, view) && view is { Preparing: false, Rollout: null } && !ReferenceEquals(view.LastReload, before.LastReload)),
        cancellationToken);

    // While one turn runs, the view is that of the turn before it, and the order may have come too late for the running one.
    private static bool IsNoted(HostView before, HostView now) => now.Turn >= before.Turn + 2 || now.State is HostState.Stopping;

    private async Task<HostView> UntilAsync(Func<HostView, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (master.Published is var view && condition(view)) return view;
            await Task.Delay(Pause, timeProvider, cancellationToken);
        }
    }
}
