using System.Buffers;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>One block of received bytes in a chain. Owned by a connection's input, and used under its lock.</summary>
internal sealed class InputSegment : ReadOnlySequenceSegment<byte>
{
    private IMemoryOwner<byte> _block;
    private Memory<byte> _whole;

    public InputSegment(IMemoryOwner<byte> block)
    {
        _block = block;
        _whole = block.Memory;
    }

    /// <summary>Bytes received into it.</summary>
    public int End { get; private set; }

    public InputSegment? Following { get; private set; }

    /// <summary>Where to receive to.</summary>
    public Span<byte> Free => _whole.Span[End..];

    public int FreeLength => _whole.Length - End;

    /// <summary>So many more bytes were received.</summary>
    public void Received(int count)
    {
        End += count;
        Memory = _whole[..End];
    }

    /// <summary>Chains another one behind it.</summary>
    public void Append(InputSegment following)
    {
        Following = following;
        Next = following;
        following.RunningIndex = RunningIndex + End;
    }

    /// <summary>Gives the block back; the segment must not be used any more.</summary>
    public void Release()
    {
        _block.Dispose();
        _block = null!;
        _whole = default;
        Memory = default;
        Next = null;
        Following = null;
    }
}
