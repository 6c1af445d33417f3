using System.IO.Pipes;
using System.Text;
using AppHost.Tests.Support;
using AppHost.Worker.Logging;
using Microsoft.Extensions.Logging;

namespace AppHost.Tests.Logging;

public sealed class LogPipeTests : IDisposable
{
    private readonly AnonymousPipeServerStream _reader = new(PipeDirection.In);

    public void Dispose() => _reader.Dispose();

    [Fact]
    public async Task Lines_arrive_in_order()
    {
        LogPipe pipe = Open();
        for (int i = 0; i < 100; i++) pipe.Write(Line(i, "text"));
        using var reader = new StreamReader(_reader);
        for (int i = 0; i < 100; i++) Assert.Equal(Line(i, "text"), await ReadAsync(reader));
    }

    [Fact]
    public void A_flush_waits_until_all_is_written()
    {
        LogPipe pipe = Open();
        pipe.Write(Line(1, "last words"));
        pipe.Flush();
        byte[] expected = Encoding.UTF8.GetBytes(Line(1, "last words").Format());
        byte[] buffer = new byte[expected.Length];
        // It is in the pipe already: this read need not wait for any thread.
        _reader.ReadExactly(buffer);
        Assert.Equal(expected, buffer);
    }

    [Fact]
    public async Task Without_a_reader_nobody_waits_and_what_is_lost_is_told()
    {
        const int Lines = 20_000;
        LogPipe pipe = Open();
        // Far more than queue and pipe hold, and all of them return.
        for (int i = 0; i < Lines; i++) pipe.Write(Line(i, new string('x', 100)));

        using var reader = new StreamReader(_reader);
        int read = 0;
        LogLine line;
        while ((line = await ReadAsync(reader)).Category != nameof(LogPipe)) Assert.Equal(read++, line.EventId);
        Assert.Equal(LogLevel.Warning, line.Level);
        string dropped = line.Message.Split(' ')[0];
        Assert.InRange(int.Parse(dropped, System.Globalization.CultureInfo.InvariantCulture), 1, Lines - 1);
        Assert.Equal($"{dropped} log lines were dropped: nobody read them in time.", line.Message);
    }

    [Fact]
    public void A_reader_that_is_stuck_keeps_no_flush_for_ever()
    {
        LogPipe pipe = Open();
        for (int i = 0; i < 5_000; i++) pipe.Write(Line(i, new string('x', 100)));
        pipe.Flush();
    }

    [Fact]
    public void A_reader_that_has_left_is_no_error()
    {
        LogPipe pipe = Open();
        _reader.Dispose();
        for (int i = 0; i < 10; i++) pipe.Write(Line(i, "nobody reads this"));
        pipe.Flush();
    }

    /// <summary>
    /// The pipe's thread may outlive the test, so the descriptor it writes to is its own and stays open: closed, its number
    /// would soon be that of another test's file.
    /// </summary>
    private LogPipe Open()
    {
        int descriptor = Descriptor.Duplicate((int)_reader.ClientSafePipeHandle.DangerousGetHandle());
        _reader.DisposeLocalCopyOfClientHandle();
        return new LogPipe(descriptor);
    }

    private static LogLine Line(int number, string text) => new(LogLevel.Information, number, "Test", text, "");

    private static async Task<LogLine> ReadAsync(StreamReader reader)
    {
        string? line = await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().Soon();
        Assert.True(LogLine.TryParse(line!, out LogLine? record), line);
        return record;
    }
}
