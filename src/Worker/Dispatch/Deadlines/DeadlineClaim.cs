namespace AppHost.Worker.Dispatch.Deadlines;

/// <summary>
/// The step of one request's deadline in one word together with the number of that request, so that a look at a request
/// that has ended meanwhile, and whose place another one has taken, changes nothing. Thread-safe; a mutable struct: keep it
/// in a field.
/// </summary>
internal struct DeadlineClaim
{
    private const int StepBits = 3;
    private const long StepMask = (1 << StepBits) - 1;

    private long _word;

    /// <summary>What holds now, to be given to <see cref="TryMove"/>.</summary>
    public readonly long Read() => Volatile.Read(in _word);

    /// <summary>The step in a word that was read.</summary>
    public static DeadlineStep StepOf(long word) => (DeadlineStep)(word & StepMask);

    /// <summary>A request begins; only while none runs.</summary>
    public void Begin() => Volatile.Write(ref _word, ((_word | StepMask) + 1) | (long)DeadlineStep.Running);

    /// <summary>Moves on, if nothing has changed since the word was read.</summary>
    public bool TryMove(long seen, DeadlineStep next) =>
        Interlocked.CompareExchange(ref _word, (seen & ~StepMask) | (long)next, seen) == seen;

    /// <summary>Ends <see cref="DeadlineStep.Expiring"/>; only for the one that moved there.</summary>
    public void Decide(DeadlineStep next) => Volatile.Write(ref _word, (_word & ~StepMask) | (long)next);

    /// <summary>The request ends; waits for a decision that is being made, for as long as a short write takes.</summary>
    /// <returns>How far it had come.</returns>
    public DeadlineStep End()
    {
        var spin = default(SpinWait);
        while (true)
        {
            long seen = Read();
            DeadlineStep step = StepOf(seen);
            if (step is not DeadlineStep.Expiring && TryMove(seen, DeadlineStep.Idle)) return step;
            spin.SpinOnce();
        }
    }
}
