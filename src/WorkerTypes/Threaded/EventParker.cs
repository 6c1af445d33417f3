using System.Diagnostics.CodeAnalysis;

namespace AppHost.WorkerTypes.Threaded;

/// <summary>Sleeps on an event: for systems without a futex.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A disposal could race with the Unpark that ends the thread.")]
internal sealed class EventParker : ThreadParker
{
    private readonly AutoResetEvent _permit = new(initialState: false);

    public override void Park()
    {
        while (true)
        {
            try
            {
                _permit.WaitOne();
                return;
            }
            catch (ThreadInterruptedException)
            {
                // Thread.Interrupt meant the app's code, which has returned already.
            }
        }
    }

    public override void Unpark() => _permit.Set();
}
