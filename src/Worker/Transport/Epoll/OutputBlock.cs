using System.Buffers;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>One block of bytes to send. Owned by a connection's output, and used under its lock.</summary>
internal sealed class OutputBlock(IMemoryOwner<byte> owner)
{
    private readonly Memory<byte> _memory = owner.Memory;
    private MemoryHandle _pin;
    private bool _pinned;
    private int _start;
    private int _end;

    public OutputBlock? Next { get; set; }

    /// <summary>Where to write to.</summary>
    public Memory<byte> Free => _memory[_end..];

    public int FreeLength => _memory.Length - _end;

    /// <summary>Written and not sent.</summary>
    public Span<byte> Unsent => _memory.Span[_start.._end];

    public void Written(int count) => _end += count;

    public void Sent(int count) => _start += count;

    /// <summary>Keeps the bytes where they are until <see cref="Release"/>; free of cost for the pool's own blocks.</summary>
    public void Pin()
    {
        if (_pinned) return;
        _pin = _memory.Pin();
        _pinned = true;
    }

    public void Release()
    {
        if (_pinned) _pin.Dispose();
        owner.Dispose();
    }
}
