using System.Buffers.Text;
using System.Globalization;
using AppHost.Load.Engine;

namespace AppHost.Load.Processes;

/// <summary>CPU of some processes and all their descendants, read from /proc. Not safe for concurrent use.</summary>
internal sealed class ProcessTrees(IReadOnlyCollection<int> roots)
{
    // USER_HZ is 100 on every architecture .NET runs on.
    private const long NanosecondsPerTick = 10_000_000;

    private readonly ProcessTreeAccount _account = new(roots);

    /// <summary>CPU used from the first sample to the last in nanoseconds.</summary>
    public long Total => _account.Total;

    /// <summary>Reads all processes.</summary>
    public void Sample()
    {
        var samples = new List<ProcessSample>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            var name = Path.GetFileName(directory.AsSpan());
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Read(pid) is { } sample)
                samples.Add(sample);
        }
        _account.Add(samples);
    }

    /// <summary>Reads one process; null when there is none.</summary>
    public static ProcessSample? Read(int pid)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes($"/proc/{pid}/stat");
        }
        catch (IOException)
        {
            return null; // Ended meanwhile: ENOENT, or ESRCH on the open file.
        }
        if (Parse(pid, text) is not { } sample)
            return null;
        // The clock of another process (clock_getcpuclockid(3)) has nanoseconds, where stat has hundredths of a second:
        // for a short run over 16 workers the difference is a microsecond per request.
        var precise = Libc.CpuClock((~pid << 3) | 2);
        return precise < 0 ? sample : sample with { Own = precise };
    }

    /// <summary>Parses the text of /proc/PID/stat (proc_pid_stat(5)).</summary>
    public static ProcessSample? Parse(int pid, ReadOnlySpan<byte> text)
    {
        // The name, in parentheses, may contain spaces and parentheses: the fields begin after the last one.
        var nameEnd = text.LastIndexOf((byte)')');
        if (nameEnd < 0)
            return null;
        Span<long> fields = stackalloc long[23];
        var index = 3; // The first field after the name is number 3, the state.
        foreach (var range in text[(nameEnd + 2)..].Split((byte)' '))
        {
            if (index > 22)
                break;
            _ = Utf8Parser.TryParse(text[(nameEnd + 2)..][range], out fields[index], out _);
            index++;
        }
        return index <= 22 ? null : new ProcessSample(
            pid, fields[22], (int)fields[4],
            (fields[14] + fields[15]) * NanosecondsPerTick, (fields[16] + fields[17]) * NanosecondsPerTick);
    }
}
