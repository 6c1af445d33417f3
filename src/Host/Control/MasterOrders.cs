using AppHost.Host.Master;

namespace AppHost.Host.Control;

/// <summary>Gives orders to the master and waits for what its loop answers. Thread-safe.</summary>
internal sealed class MasterOrders(IMaster master)
{
    /// <summary>The host after the latest turn of the master's loop.</summary>
    public HostView Current => master.Published;

    /// <summary>Gives an order that nobody waits for.</summary>
    public void Give(MasterEvent order) => master.Report(order);

    /// <summary>Gives an order and waits for its answer.</summary>
    /// <param name="order">Makes the event that takes the answer.</param>
    /// <param name="cancellationToken">Ends the waiting; the order stands.</param>
    public Task<T> GiveAsync<T>(Func<TaskCompletionSource<T>, MasterEvent> order, CancellationToken cancellationToken)
    {
        // The loop sets it and must not run what follows.
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        master.Report(order(answer));
        return answer.Task.WaitAsync(cancellationToken);
    }
}
