namespace AppHost.Worker.Transport;

/// <summary>Callbacks that wait to run on the event loop, first in first out. Thread-safe.</summary>
internal sealed class PostedWork
{
    private readonly Lock _lock = new();
    private Item[] _ring = new Item[64];
    private int _head;
    private int _count;

    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    public void Enqueue(Action<object?> callback, object? state)
    {
        lock (_lock)
        {
            if (_count == _ring.Length) Grow();
            _ring[(_head + _count) & (_ring.Length - 1)] = new Item(callback, state);
            _count++;
        }
    }

    public bool TryDequeue(out Item item)
    {
        lock (_lock)
        {
            if (_count == 0)
            {
                item = default;
                return false;
            }

            item = _ring[_head];
            _ring[_head] = default;
            _head = (_head + 1) & (_ring.Length - 1);
            _count--;
            return true;
        }
    }

    private void Grow()
    {
        var grown = new Item[_ring.Length * 2];
        for (int i = 0; i < _count; i++) grown[i] = _ring[(_head + i) & (_ring.Length - 1)];
        _ring = grown;
        _head = 0;
    }

    internal readonly record struct Item(Action<object?> Callback, object? State);
}
