using System.Text;
using AppHost.Worker.AccessLog;

namespace AppHost.Tests.AccessLog;

public sealed class AccessLogWriterTests
{
    [Fact]
    public async Task Lines_of_many_threads_come_whole_and_all()
    {
        using var target = new FakeTarget();
        int lost = 0;
        using (AccessLogWriter writer = new AccessLogWriter(target, count => Interlocked.Add(ref lost, count)).Start())
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
            {
                for (int i = 0; i < 2000; i++) writer.Add(Encoding.ASCII.GetBytes($"{thread}:{i}\n"));
            })));
        }

        Assert.Equal(0, lost);
        string[] lines = target.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(8000, lines.Length);
        foreach (IGrouping<string, string> thread in lines.GroupBy(line => line.Split(':')[0]))
        {
            Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"{thread.Key}:{i}"), thread);
        }
    }

    [Fact]
    public void A_target_that_hangs_costs_lines_and_no_time()
    {
        using var target = new FakeTarget { Hangs = true };
        int lost = 0;
        using AccessLogWriter writer = new AccessLogWriter(target, count => Interlocked.Add(ref lost, count)).Start();
        byte[] line = new byte[1000];
        line[^1] = (byte)'\n';
        for (int i = 0; i < 3000; i++) writer.Add(line);
        // Two buffers: one that is written and one that fills.
        Assert.InRange(Volatile.Read(ref lost), 3000 - (2 * AccessLogWriter.Capacity / 1000) - 1, 3000 - (AccessLogWriter.Capacity / 1000));
        target.Release();
    }

    [Fact]
    public void Lines_that_the_target_loses_are_counted()
    {
        using var target = new FakeTarget { Loses = true };
        int lost = 0;
        using AccessLogWriter writer = new AccessLogWriter(target, count => Interlocked.Add(ref lost, count)).Start();
        writer.Add("a\n"u8);
        writer.Add("b\n"u8);
        writer.Flush();
        Assert.Equal(2, Volatile.Read(ref lost));
    }

    [Fact]
    public void Flush_returns_when_all_is_written()
    {
        using var target = new FakeTarget();
        using AccessLogWriter writer = new AccessLogWriter(target, _ => { }).Start();
        for (int i = 0; i < 50; i++)
        {
            writer.Add("line\n"u8);
            writer.Flush();
            Assert.Equal((i + 1) * 5, target.Text.Length);
        }
    }

    [Fact]
    public void A_reopening_comes_between_the_lines_before_and_after()
    {
        using var target = new FakeTarget();
        using AccessLogWriter writer = new AccessLogWriter(target, _ => { }).Start();
        writer.Add("before\n"u8);
        writer.Flush();
        writer.Reopen();
        writer.Add("after\n"u8);
        writer.Flush();
        Assert.Equal("before\n[reopened]after\n", target.Text);
    }

    private sealed class FakeTarget : IAccessLogTarget
    {
        private readonly ManualResetEventSlim _released = new();
        private readonly StringBuilder _text = new();

        public bool Hangs { get; init; }

        public bool Loses { get; init; }

        public string Text
        {
            get
            {
                lock (_text) return _text.ToString();
            }
        }

        public int Write(ReadOnlySpan<byte> lines)
        {
            if (Hangs) _released.Wait();
            lock (_text) _text.Append(Encoding.ASCII.GetString(lines));
            return Loses ? lines.Count((byte)'\n') : 0;
        }

        public void Reopen()
        {
            lock (_text) _text.Append("[reopened]");
        }

        public void Release() => _released.Set();

        public void Dispose() => _released.Set();
    }
}
