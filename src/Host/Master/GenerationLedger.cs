namespace AppHost.Host.Master;

/// <summary>All generations that still mean something: the one that serves, one that comes, those kept for a rollback. Master's loop only.</summary>
internal sealed class GenerationLedger
{
    private readonly SortedDictionary<int, Entry> _entries = [];
    private int _last;

    /// <param name="first">Serves.</param>
    public GenerationLedger(Generation first)
    {
        _entries.Add(first.Number, new Entry(first, GenerationState.Serving, HasServed: true));
        _last = first.Number;
    }

    /// <summary>Every generation and its state, the oldest first.</summary>
    public IEnumerable<(Generation Generation, GenerationState State)> All => _entries.Values.Select(e => (e.Generation, e.State));

    /// <summary>The number of the next generation that is begun.</summary>
    public int NextNumber => _last + 1;

    /// <summary>A generation that is known.</summary>
    public Generation this[int number] => _entries[number].Generation;

    /// <summary>The generation and its state; null if it is not known any more.</summary>
    public (Generation Generation, GenerationState State)? Find(int number) =>
        _entries.TryGetValue(number, out Entry? entry) ? (entry.Generation, entry.State) : null;

    /// <summary>A reload brings it up; it may be a new one or one that was kept.</summary>
    public void Begin(Generation generation)
    {
        bool hasServed = _entries.TryGetValue(generation.Number, out Entry? known) && known.HasServed;
        _entries[generation.Number] = new Entry(generation, GenerationState.Coming, hasServed);
        _last = Math.Max(_last, generation.Number);
    }

    /// <summary>It serves from now on; the one that did is kept.</summary>
    public void Complete(int number)
    {
        foreach (int serving in _entries.Where(e => e.Value.State is GenerationState.Serving).Select(e => e.Key).ToList())
        {
            _entries[serving] = _entries[serving] with { State = GenerationState.Kept };
        }

        _entries[number] = _entries[number] with { State = GenerationState.Serving, HasServed = true };
    }

    /// <summary>It will not serve; one that served before is kept as before.</summary>
    public void GiveUp(int number)
    {
        Entry entry = _entries[number];
        _entries[number] = entry with { State = entry.HasServed ? GenerationState.Kept : GenerationState.GivenUp };
    }

    /// <summary>The newest kept generation before the given one; null if there is none.</summary>
    public int? Previous(int number) =>
        _entries.Where(e => e.Value.State is GenerationState.Kept && e.Key < number).Select(e => (int?)e.Key).LastOrDefault();

    /// <summary>Removes what nobody can want any more: given up, or older than those to keep, and without a process.</summary>
    /// <param name="keep">How many generations to keep for a rollback.</param>
    /// <param name="isAlive">Whether a generation still has processes.</param>
    /// <returns>What was removed.</returns>
    public IReadOnlyList<Generation> Forget(int keep, Func<int, bool> isAlive)
    {
        IEnumerable<int> tooOld = _entries.Where(e => e.Value.State is GenerationState.Kept).Select(e => e.Key).Reverse().Skip(keep);
        IEnumerable<int> givenUp = _entries.Where(e => e.Value.State is GenerationState.GivenUp).Select(e => e.Key);
        List<int> numbers = [.. tooOld.Concat(givenUp).Where(number => !isAlive(number))];
        List<Generation> forgotten = [.. numbers.Select(number => _entries[number].Generation)];
        foreach (int number in numbers) _entries.Remove(number);
        return forgotten;
    }

    private sealed record Entry(Generation Generation, GenerationState State, bool HasServed);
}
