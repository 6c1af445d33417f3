namespace AppHost.WorkerTypes.Threaded;

/// <summary>What one thread of the pool does. Changed by <see cref="ThreadRoll.Move"/> alone.</summary>
internal enum RequestThreadState
{
    /// <summary>Made, not running yet: it will look at the queue.</summary>
    Starting,

    /// <summary>Parked, on the stack of idle threads.</summary>
    Idle,

    /// <summary>Woken, not running yet: it will look at the queue.</summary>
    Waking,

    /// <summary>Runs a request.</summary>
    Busy,

    /// <summary>Told to end, for it was idle too long.</summary>
    Leaving,

    /// <summary>Gone.</summary>
    Ended,
}
