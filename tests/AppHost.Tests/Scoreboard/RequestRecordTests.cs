using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AppHost.Tests.Support;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Scoreboard;

public sealed class RequestRecordTests : IDisposable
{
    private readonly unsafe byte* _memory = (byte*)NativeMemory.AllocZeroed(ScoreboardLayout.RecordSize);

    private unsafe RequestRecord Record => new(_memory);

    private unsafe ref int Sequence => ref *(int*)_memory;

    public unsafe void Dispose() => NativeMemory.Free(_memory);

    [Fact]
    public void A_record_that_was_never_used_says_so()
    {
        Assert.False(Record.WasUsed);
        Assert.False(Record.TryRead(out _));
    }

    [Fact]
    public void A_running_request_is_read_as_it_was_written()
    {
        Record.Begin(started: 12, deadline: 34, thread: 56, "GET", "/path", "id-1");
        Assert.True(Record.WasUsed);
        Assert.True(Record.TryRead(out RequestSnapshot snapshot));
        Assert.Equal(new RequestSnapshot(12, 34, 56, "GET", "/path", "id-1", Torn: false), snapshot);
    }

    [Fact]
    public void An_ended_request_is_not_running_but_leaves_the_record_used()
    {
        Record.Begin(12, 34, 56, "GET", "/path", "id-1");
        Record.End();
        Assert.False(Record.TryRead(out _));
        Assert.True(Record.WasUsed);
    }

    [Fact]
    public void A_shorter_text_leaves_nothing_of_a_longer_one()
    {
        Record.Begin(1, 0, 1, "OPTIONS", "/a/very/long/path", "a-long-id");
        Record.Begin(2, 0, 1, "GET", "/", "");
        Assert.True(Record.TryRead(out RequestSnapshot snapshot));
        Assert.Equal(("GET", "/", ""), (snapshot.Method, snapshot.Path, snapshot.RequestId));
    }

    [Fact]
    public void What_a_writer_left_half_written_is_shown_as_torn()
    {
        Record.Begin(12, 34, 56, "GET", "/path", "id-1");
        Sequence++;
        Assert.True(Record.TryRead(out RequestSnapshot snapshot));
        Assert.True(snapshot.Torn);
        Assert.Equal("/path", snapshot.Path);
    }

    [Fact]
    public void The_next_holder_mends_a_torn_record()
    {
        Record.Begin(12, 34, 56, "GET", "/path", "id-1");
        Sequence++;
        Record.Begin(13, 0, 57, "PUT", "/other", "");
        Assert.True(Record.TryRead(out RequestSnapshot snapshot));
        Assert.Equal(new RequestSnapshot(13, 0, 57, "PUT", "/other", "", Torn: false), snapshot);
    }

    [Fact]
    public unsafe void Lengths_of_a_torn_record_are_not_believed()
    {
        Record.Begin(12, 34, 56, "GET", "/path", "id-1");
        Sequence++;
        *(short*)(_memory + ScoreboardLayout.RecordPathLength) = short.MaxValue;
        *(short*)(_memory + ScoreboardLayout.RecordMethodLength) = -1;
        Assert.True(Record.TryRead(out RequestSnapshot snapshot));
        Assert.Equal("", snapshot.Method);
        Assert.Equal(ScoreboardLayout.RecordPathCapacity, snapshot.Path.Length);
    }

    [Theory]
    [InlineData("a", 0)]
    [InlineData("ä", 0)]
    [InlineData("漢", 0)]
    [InlineData("😀", 0)]
    [InlineData("ä", 1)]
    [InlineData("漢", 1)]
    [InlineData("漢", 2)]
    [InlineData("😀", 1)]
    [InlineData("😀", 2)]
    [InlineData("😀", 3)]
    public void A_long_text_is_cut_at_the_capacity(string character, int offset)
    {
        string path = new string('/', offset) + string.Concat(Enumerable.Repeat(character, 500));
        Record.Begin(1, 0, 1, "GET", path, "id");
        Assert.True(Record.TryRead(out RequestSnapshot snapshot));
        // The character that the cut went through is shown as a replacement character.
        string whole = snapshot.Path.TrimEnd('\ufffd');
        Assert.StartsWith(whole, path, StringComparison.Ordinal);
        int bytes = Encoding.UTF8.GetByteCount(whole);
        Assert.InRange(bytes, ScoreboardLayout.RecordPathCapacity - 3, ScoreboardLayout.RecordPathCapacity);
        Assert.Equal(("GET", "id"), (snapshot.Method, snapshot.RequestId));
    }

    [Fact]
    public void A_text_of_exactly_the_capacity_is_whole()
    {
        string id = new('x', ScoreboardLayout.RecordRequestIdCapacity);
        Record.Begin(1, 0, 1, new string('M', ScoreboardLayout.RecordMethodCapacity), "/", id);
        Assert.True(Record.TryRead(out RequestSnapshot snapshot));
        Assert.Equal(id, snapshot.RequestId);
        Assert.Equal(ScoreboardLayout.RecordMethodCapacity, snapshot.Method.Length);
    }

    [Fact]
    public unsafe void Clearing_makes_it_as_if_never_used()
    {
        Record.Begin(12, 34, 56, "GET", "/path", "id-1");
        Record.Clear();
        Assert.True(new ReadOnlySpan<byte>(_memory, ScoreboardLayout.RecordSize).IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public async Task A_reader_never_sees_fields_of_two_requests_together()
    {
        const int Writes = 200_000;
        bool ended = false;
        long reads = 0;
        RequestRecord record = Record;
        Task reader = Task.Run(() =>
        {
            while (!Volatile.Read(ref ended))
            {
                if (!record.TryRead(out RequestSnapshot snapshot) || snapshot.Torn) continue;
                reads++;
                string number = snapshot.Started.ToString(CultureInfo.InvariantCulture);
                long started = snapshot.Started;
                Assert.Equal(new RequestSnapshot(started, -started, (int)started, "GET", "/" + number, number, Torn: false), snapshot);
            }
        }, TestContext.Current.CancellationToken);
        for (int i = 1; i <= Writes; i++)
        {
            string number = i.ToString(CultureInfo.InvariantCulture);
            record.Begin(i, -i, i, "GET", "/" + number, number);
            if (i % 3 == 0) record.End();
            // Otherwise the writer might be done before the reader has begun.
            if (i == Writes / 2) SpinWait.SpinUntil(() => Volatile.Read(ref reads) > 0 || reader.IsCompleted);
        }

        Volatile.Write(ref ended, true);
        await reader.Soon();
    }
}
