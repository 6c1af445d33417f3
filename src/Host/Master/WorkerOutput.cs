using System.Text;
using AppHost.Host.Output;
using AppHost.Worker.Logging;

namespace AppHost.Host.Master;

/// <summary>
/// Pumps one worker's standard output and standard error to the host's: log records in the host's format, the app's own
/// lines as they are, with the worker's id before them on a terminal only. Keeps the last lines for the worker's obituary.
/// </summary>
internal sealed class WorkerOutput(HostOutput output, HostLog log, int workerId, int processId, bool prefix)
{
    /// <summary>The runtime's report of a crash puts the message before the stack, which is deep under a framework.</summary>
    private const int LastLinesKept = 50;

    /// <summary>Holds the longest record there is: two texts of 16 Ki characters, each at most 3 bytes.</summary>
    private const int LongestLine = 128 << 10;

    private readonly Queue<string> _lastLines = new();
    private readonly string _prefix = prefix ? $"w{workerId} | " : string.Empty;

    /// <summary>The last lines the worker wrote to either stream.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lastLines) return [.. _lastLines];
        }
    }

    /// <summary>
    /// Reads both streams to their ends, which may come long after the worker's own if it left a child, and closes them:
    /// <see cref="System.Diagnostics.Process"/> does not close a stream that was asked for.
    /// </summary>
    public Task PumpAsync(Stream standardOutput, Stream standardError) =>
        Task.WhenAll(PumpAsync(standardOutput, output.Out), PumpAsync(standardError, OnErrorLine));

    private async Task PumpAsync(Stream stream, Action<string> onText)
    {
        using Stream reading = stream;
        var lines = new LineReader(LongestLine);
        byte[] buffer = new byte[8192];
        void OnLine(ReadOnlySpan<byte> bytes)
        {
            string line = Encoding.UTF8.GetString(bytes);
            if (LogLine.TryParse(line, out LogLine? record))
            {
                Keep(record.Details.Length > 0 ? $"{record.Message} {record.Details}" : record.Message);
                log.Write(record, workerId, processId);
                return;
            }

            Keep(line);
            // A line of JSON is for a program, which would not know what to make of the prefix.
            onText(line.StartsWith('{') ? line : _prefix + line);
        }

        try
        {
            for (int count; (count = await stream.ReadAsync(buffer)) > 0;) lines.Add(buffer.AsSpan(0, count), OnLine);
        }
        catch (IOException)
        {
            // The worker died with the pipe half read; what came is written.
        }

        lines.End(OnLine);
    }

    private void OnErrorLine(string line) => output.Error(line);

    private void Keep(string line)
    {
        lock (_lastLines)
        {
            if (_lastLines.Count == LastLinesKept) _lastLines.Dequeue();
            _lastLines.Enqueue(line);
        }
    }
}
