using System.Text;
using static AppHost.Worker.Scoreboard.ScoreboardLayout;

namespace AppHost.Worker.Scoreboard;

/// <summary>
/// What one request slot is running, as a seqlock: the sequence is odd while the one writer is at it. A reader that meets
/// an odd or a changed sequence reads again, three times at most; a record that stays odd belongs to a writer that died
/// half-way and is shown as torn.
/// </summary>
internal readonly unsafe struct RequestRecord(byte* address)
{
    private const int ReadAttempts = 3;

    private readonly byte* _address = address;

    private ref int Sequence => ref *(int*)(_address + RecordSequence);

    /// <summary>A request has been recorded here at some time.</summary>
    public bool WasUsed => Volatile.Read(ref Sequence) != 0;

    /// <summary>Records that a request runs. Only the slot's holder may call it.</summary>
    /// <param name="started">Nanoseconds of CLOCK_MONOTONIC.</param>
    /// <param name="deadline">Likewise; 0 for none.</param>
    public void Begin(long started, long deadline, int thread, string method, string path, ReadOnlySpan<char> requestId)
    {
        int sequence = Enter();
        *(long*)(_address + RecordStarted) = started;
        *(long*)(_address + RecordDeadline) = deadline;
        *(int*)(_address + RecordThread) = thread;
        WriteText(method, RecordMethod, RecordMethodCapacity, RecordMethodLength);
        WriteText(path, RecordPath, RecordPathCapacity, RecordPathLength);
        WriteText(requestId, RecordRequestId, RecordRequestIdCapacity, RecordRequestIdLength);
        Volatile.Write(ref Sequence, sequence + 1);
    }

    /// <summary>Records that the request has ended.</summary>
    public void End()
    {
        int sequence = Enter();
        *(long*)(_address + RecordStarted) = 0;
        Volatile.Write(ref Sequence, sequence + 1);
    }

    /// <summary>Reads the record from any process.</summary>
    /// <param name="snapshot">What it says.</param>
    /// <returns>False when no request runs there.</returns>
    public bool TryRead(out RequestSnapshot snapshot)
    {
        for (int attempt = 0; attempt < ReadAttempts; attempt++)
        {
            int before = Volatile.Read(ref Sequence);
            if ((before & 1) != 0) continue;
            RequestSnapshot read = ReadFields(torn: false);
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref Sequence) != before) continue;
            snapshot = read;
            return read.Started != 0;
        }

        snapshot = ReadFields(torn: true);
        return true;
    }

    /// <summary>Makes it as if never used; only while no process writes to it.</summary>
    public void Clear() => new Span<byte>(_address, RecordSize).Clear();

    private int Enter()
    {
        // A predecessor in this slot may have died half-way; its odd sequence is left behind here.
        int sequence = (Sequence + 1) | 1;
        Volatile.Write(ref Sequence, sequence);
        // The fields must not become visible before the odd sequence; a release store does not order later stores.
        Interlocked.MemoryBarrier();
        return sequence;
    }

    private RequestSnapshot ReadFields(bool torn) => new(
        *(long*)(_address + RecordStarted),
        *(long*)(_address + RecordDeadline),
        *(int*)(_address + RecordThread),
        ReadText(RecordMethod, RecordMethodCapacity, RecordMethodLength),
        ReadText(RecordPath, RecordPathCapacity, RecordPathLength),
        ReadText(RecordRequestId, RecordRequestIdCapacity, RecordRequestIdLength),
        torn);

    private void WriteText(ReadOnlySpan<char> text, int offset, int capacity, int lengthOffset)
    {
        // A longer text is cut; a cut inside a multi-byte character is mended by the reader's decoder.
        Encoding.UTF8.TryGetBytes(text[..Math.Min(text.Length, capacity)], new Span<byte>(_address + offset, capacity), out int written);
        if (written == 0 && text.Length > 0)
        {
            Span<byte> scratch = stackalloc byte[capacity * 3];
            written = Math.Min(Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, capacity)], scratch), capacity);
            scratch[..written].CopyTo(new Span<byte>(_address + offset, capacity));
        }

        *(short*)(_address + lengthOffset) = (short)written;
    }

    private string ReadText(int offset, int capacity, int lengthOffset)
    {
        int length = Math.Clamp((int)*(short*)(_address + lengthOffset), 0, capacity);
        return Encoding.UTF8.GetString(_address + offset, length);
    }
}
