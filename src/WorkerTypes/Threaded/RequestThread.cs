namespace AppHost.WorkerTypes.Threaded;

/// <summary>One thread of the pool.</summary>
/// <param name="number">Its place in the pool, from 1; part of its name and given to another thread after its end.</param>
internal sealed class RequestThread(int number)
{
    public int Number { get; } = number;

    public ThreadParker Parker { get; } = ThreadParker.Create();

    /// <summary>Under the executor's lock.</summary>
    public RequestThreadState State { get; set; } = RequestThreadState.Starting;

    /// <summary>Timestamp of the last time it became idle. Under the executor's lock.</summary>
    public long IdleSince { get; set; }
}
