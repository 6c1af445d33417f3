namespace AppHost.Worker.Transport;

/// <summary>A one-shot timer of an event loop. Loop thread only.</summary>
internal sealed class LoopTimer(Action callback)
{
    /// <summary>The timer is not set.</summary>
    public const long Never = long.MaxValue;

    /// <summary>When it fires, in nanoseconds of CLOCK_MONOTONIC.</summary>
    public long Due { get; private set; } = Never;

    public void Set(long due) => Due = due;

    public void Cancel() => Due = Never;

    internal void Fire()
    {
        Due = Never;
        callback();
    }
}
