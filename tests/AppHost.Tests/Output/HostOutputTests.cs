using AppHost.Host.Output;
using AppHost.Tests.Support;

namespace AppHost.Tests.Output;

public sealed class HostOutputTests
{
    [Fact]
    public async Task Lines_go_to_their_stream_in_order()
    {
        using var standardOutput = new StringWriter { NewLine = "\n" };
        using var standardError = new StringWriter { NewLine = "\n" };
        await using (var output = new HostOutput(standardOutput, standardError))
        {
            output.Out("one");
            output.Error("two");
            output.Out("three");
        }

        Assert.Equal("one\nthree\n", standardOutput.ToString());
        Assert.Equal("two\n", standardError.ToString());
    }

    [Fact]
    public async Task A_stuck_reader_blocks_nobody_and_what_is_lost_is_counted()
    {
        const int Lines = 50_000;
        using var stuck = new StuckWriter();
        var output = new HostOutput(stuck, TextWriter.Null);
        // All of them return, although not one can be written.
        for (int i = 0; i < Lines; i++) output.Out("line");
        Assert.InRange(output.Dropped, 1, Lines - 1);
        Assert.Equal(0, stuck.Written);

        stuck.Release();
        await output.DisposeAsync();
        await stuck.WaitForAsync(Lines - output.Dropped).Soon();
    }

    [Fact]
    public async Task Disposal_does_not_wait_for_ever()
    {
        using var stuck = new StuckWriter();
        var output = new HostOutput(stuck, TextWriter.Null);
        output.Out("line");
        await output.DisposeAsync().AsTask().Soon();
        Assert.Equal(0, stuck.Written);
        stuck.Release();
    }

    [Fact]
    public async Task A_reader_that_has_left_costs_its_lines_and_nothing_else()
    {
        using var standardError = new StringWriter { NewLine = "\n" };
        await using var output = new HostOutput(new BrokenWriter(), standardError);
        output.Out("lost");
        output.Error("kept");
        await output.DisposeAsync();
        Assert.Equal("kept\n", standardError.ToString());
        Assert.Equal(1, output.Dropped);
    }

    /// <summary>A terminal that is paused.</summary>
    private sealed class StuckWriter : StringWriter
    {
        private readonly ManualResetEventSlim _released = new();
        private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _written;
        private long _wanted = long.MaxValue;

        public long Written => Interlocked.Read(ref _written);

        public void Release() => _released.Set();

        public Task WaitForAsync(long lines)
        {
            Interlocked.Exchange(ref _wanted, lines);
            if (Written == lines) _enough.TrySetResult();
            return _enough.Task;
        }

        public override void WriteLine(string? value)
        {
            _released.Wait();
            if (Interlocked.Increment(ref _written) == Interlocked.Read(ref _wanted)) _enough.TrySetResult();
        }
    }

    /// <summary>A pipe without a reader.</summary>
    private sealed class BrokenWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("Broken pipe");

        public override void Flush() => throw new IOException("Broken pipe");
    }
}
