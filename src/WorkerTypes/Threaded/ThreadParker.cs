namespace AppHost.WorkerTypes.Threaded;

/// <summary>
/// Where one thread sleeps while it has nothing to do: a permit, which <see cref="Unpark"/> gives and <see cref="Park"/> takes.
/// </summary>
internal abstract class ThreadParker
{
    /// <summary>The cheapest one of this machine.</summary>
    public static ThreadParker Create() => FutexParker.IsSupported ? new FutexParker() : new EventParker();

    /// <summary>Takes the permit; sleeps until there is one. Only the owning thread calls it.</summary>
    public abstract void Park();

    /// <summary>Gives the permit. Never called twice without a <see cref="Park"/> between.</summary>
    public abstract void Unpark();
}
