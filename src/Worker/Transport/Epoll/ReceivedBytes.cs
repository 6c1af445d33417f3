using System.Buffers;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>The bytes that a connection has received and its reader has not consumed. Used under the lock of the connection's input.</summary>
internal sealed class ReceivedBytes(MemoryPool<byte> pool)
{
    /// <summary>With less room than this left in a block the next receive gets a new one.</summary>
    private const int LeastRoom = 512;

    private InputSegment? _head;
    private InputSegment? _tail;
    private int _headStart;
    private long _examined;

    /// <summary>How many there are.</summary>
    public long Length { get; private set; }

    /// <summary>There are some that the reader has not looked at.</summary>
    public bool HasNew => Length > _examined;

    /// <summary>All of them.</summary>
    public ReadOnlySequence<byte> Sequence =>
        _head is null ? default : new ReadOnlySequence<byte>(_head, _headStart, _tail!, _tail!.End);

    /// <summary>The block that the next bytes belong into; never full.</summary>
    public InputSegment Room()
    {
        if (_tail is null || _tail.FreeLength < LeastRoom) Append(NewBlock());
        return _tail!;
    }

    /// <summary>A block that is in no chain yet.</summary>
    public InputSegment NewBlock() => new(pool.Rent());

    /// <summary>Puts a block behind the last one.</summary>
    public void Append(InputSegment segment)
    {
        if (_tail is null) (_head, _headStart) = (segment, 0);
        else _tail.Append(segment);
        _tail = segment;
    }

    /// <summary>So many bytes have been received into a block.</summary>
    public void Store(InputSegment segment, int count)
    {
        segment.Received(count);
        Length += count;
    }

    /// <summary>Forgets what the reader has consumed, and notes how far it has looked.</summary>
    public void Consume(SequencePosition consumed, SequencePosition examined)
    {
        if (_head is null) return;
        long examinedLength = LengthTo(examined);
        while (_head is { } segment && !ReferenceEquals(segment, consumed.GetObject()))
        {
            // A position without a segment belongs to an empty buffer: nothing to consume.
            if (consumed.GetObject() is null) break;
            int length = segment.End - _headStart;
            Length -= length;
            examinedLength -= length;
            DropHead(segment);
        }

        if (_head is not null && consumed.GetObject() is not null)
        {
            int length = consumed.GetInteger() - _headStart;
            Length -= length;
            examinedLength -= length;
            _headStart = consumed.GetInteger();
            // A position behind the last byte of one segment means the first of the next: readers that look at the first
            // span alone must not find it empty.
            if (_headStart == _head.End && _head.Following is not null) DropHead(_head);
        }

        _examined = Math.Max(0, examinedLength);
        DropIfEmpty();
    }

    /// <summary>An idle connection keeps no block.</summary>
    public void DropIfEmpty()
    {
        if (Length == 0) DropAll();
    }

    /// <summary>Gives all blocks back.</summary>
    public void DropAll()
    {
        while (_head is { } segment) DropHead(segment);
        Length = 0;
        _examined = 0;
    }

    private long LengthTo(SequencePosition position)
    {
        if (position.GetObject() is not InputSegment target) return 0;
        return target.RunningIndex + position.GetInteger() - (_head!.RunningIndex + _headStart);
    }

    private void DropHead(InputSegment segment)
    {
        _head = segment.Following;
        _headStart = 0;
        if (_head is null) _tail = null;
        segment.Release();
    }
}
