namespace AppHost.Worker.Transport;

/// <summary>Brings what is awaited under it back to the event loop.</summary>
internal sealed class LoopSynchronizationContext(EventLoop loop) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) =>
        loop.Post(static item =>
        {
            var (loop, callback, argument) = ((EventLoop, SendOrPostCallback, object?))item!;
            SynchronizationContext? outer = Current;
            SetSynchronizationContext(loop.SynchronizationContext);
            try
            {
                callback(argument);
            }
            finally
            {
                SetSynchronizationContext(outer);
            }
        }, (loop, d, state));

    public override void Send(SendOrPostCallback d, object? state)
    {
        // Waiting for the loop on the loop would wait for ever.
        if (loop.IsOnLoop)
        {
            d(state);
            return;
        }

        using var done = new ManualResetEventSlim();
        Exception? failure = null;
        loop.Post(_ =>
        {
            try
            {
                d(state);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            done.Set();
        }, null);
        done.Wait();
        if (failure is not null) throw new InvalidOperationException("A callback sent to the event loop failed.", failure);
    }

    public override SynchronizationContext CreateCopy() => this;
}
