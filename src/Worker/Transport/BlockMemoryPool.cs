using System.Buffers;
using Microsoft.AspNetCore.Connections.Features;

namespace AppHost.Worker.Transport;

/// <summary>
/// Memory for connections in blocks of one size, pinned once for good instead of at each system call. Thread-safe.
/// </summary>
/// <remarks>
/// Kestrel counts on a pool that gives a whole block for a request of any size. The factory for socket connections that
/// it offers to others comes with <see cref="MemoryPool{T}.Shared"/>, which gives an empty block when asked for
/// "any size" (0), and then <c>BodyWriter.Write</c> throws.
/// </remarks>
internal sealed class BlockMemoryPool : MemoryPool<byte>, IMemoryPoolFeature
{
    /// <summary>A page.</summary>
    public const int BlockSize = 4096;

    /// <summary>Beyond so many idle blocks (16 MiB) a returned one goes to the garbage collector.</summary>
    private const int MostIdle = 4096;

    private readonly Lock _lock = new();
    private Block? _idle;
    private int _idleCount;
    private int _rentedCount;

    /// <summary>Blocks that are out.</summary>
    public int RentedCount => Volatile.Read(ref _rentedCount);

    /// <inheritdoc/>
    public override int MaxBufferSize => BlockSize;

    MemoryPool<byte> IMemoryPoolFeature.MemoryPool => this;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        lock (_lock)
        {
            _rentedCount++;
            if (_idle is not { } block) return new Block(this);
            _idle = block.Next;
            _idleCount--;
            block.Rented();
            return block;
        }
    }

    /// <summary>Blocks that are out stay valid; they are not taken back.</summary>
    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _idle = null;
            // Full from now on: what still comes back is left to the garbage collector.
            _idleCount = MostIdle;
        }
    }

    private void Return(Block block)
    {
        lock (_lock)
        {
            _rentedCount--;
            if (_idleCount >= MostIdle) return;
            block.Next = _idle;
            _idle = block;
            _idleCount++;
        }
    }

    private sealed class Block : MemoryManager<byte>
    {
        private readonly BlockMemoryPool _pool;
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);
        private int _rented = 1;

        public Block(BlockMemoryPool pool) => _pool = pool;

        /// <summary>The next idle block; the list is made of the blocks themselves, so that keeping them costs nothing.</summary>
        public Block? Next { get; set; }

        public void Rented()
        {
            Next = null;
            _rented = 1;
        }

        public override Span<byte> GetSpan() => _bytes;

        public override unsafe MemoryHandle Pin(int elementIndex = 0) =>
            // The array never moves, so there is nothing to release.
            new((byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _bytes[0]) + elementIndex);

        public override void Unpin()
        {
        }

        protected override bool TryGetArray(out ArraySegment<byte> segment)
        {
            segment = _bytes;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            // Returned twice, the block would be given to two connections at once.
            if (Interlocked.Exchange(ref _rented, 0) == 1) _pool.Return(this);
        }
    }
}
