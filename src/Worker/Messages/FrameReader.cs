using System.Buffers.Binary;

namespace AppHost.Worker.Messages;

/// <summary>Cuts a stream of bytes into frames: four bytes of length, little-endian, and as many bytes. Not thread-safe.</summary>
internal sealed class FrameReader
{
    /// <summary>No message comes near it; a longer one means that the two sides are out of step.</summary>
    private const int Longest = 16 << 20;

    private byte[] _pending = new byte[4096];
    private int _count;

    /// <summary>Adds bytes and hands over each frame that is complete, without its length.</summary>
    /// <exception cref="InvalidDataException">A length that no message has.</exception>
    public void Add(ReadOnlySpan<byte> bytes, Action<byte[]> onFrame)
    {
        if (_pending.Length < _count + bytes.Length) Array.Resize(ref _pending, Math.Max(_pending.Length * 2, _count + bytes.Length));
        bytes.CopyTo(_pending.AsSpan(_count));
        _count += bytes.Length;
        int start = 0;
        while (_count - start >= sizeof(int))
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(_pending.AsSpan(start));
            if (length is < 1 or > Longest) throw new InvalidDataException($"A message of {length} bytes.");
            if (_count - start - sizeof(int) < length) break;
            onFrame(_pending.AsSpan(start + sizeof(int), length).ToArray());
            start += sizeof(int) + length;
        }

        _pending.AsSpan(start, _count - start).CopyTo(_pending);
        _count -= start;
    }
}
