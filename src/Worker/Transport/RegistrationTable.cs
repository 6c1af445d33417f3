namespace AppHost.Worker.Transport;

/// <summary>The handlers of an event loop by registration. Loop thread only.</summary>
internal sealed class RegistrationTable
{
    private readonly Stack<int> _free = new();
    private Entry[] _entries = new Entry[64];
    private int _used;

    /// <summary>Handlers registered.</summary>
    public int Count => _used - _free.Count;

    public LoopRegistration Add(IReadyHandler handler, bool first)
    {
        if (!_free.TryPop(out int index))
        {
            index = _used++;
            if (index == _entries.Length) Array.Resize(ref _entries, _entries.Length * 2);
        }

        ref Entry entry = ref _entries[index];
        entry.Handler = handler;
        entry.First = first;
        return new LoopRegistration(index, entry.Generation);
    }

    public void Remove(LoopRegistration registration)
    {
        ref Entry entry = ref _entries[registration.Index];
        if (entry.Generation != registration.Generation) return;
        entry.Handler = null;
        entry.Generation++;
        _free.Push(registration.Index);
    }

    /// <summary>The handler, or null if the descriptor has been removed since the kernel reported the event.</summary>
    public IReadyHandler? Find(LoopRegistration registration, out bool first)
    {
        ref Entry entry = ref _entries[registration.Index];
        first = entry.First;
        return entry.Generation == registration.Generation ? entry.Handler : null;
    }

    private struct Entry
    {
        public IReadyHandler? Handler;
        public uint Generation;
        public bool First;
    }
}
