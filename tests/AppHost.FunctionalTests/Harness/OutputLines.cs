using System.Text.RegularExpressions;

namespace AppHost.FunctionalTests.Harness;

/// <summary>The lines that a process writes, kept, and awaited by pattern. Thread-safe.</summary>
public sealed class OutputLines
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = NewChange();
    private bool _ended;

    /// <summary>How many there are: a place from which to wait for later ones.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _lines.Count;
        }
    }

    /// <summary>All of them.</summary>
    public string Text
    {
        get
        {
            lock (_lock) return string.Join('\n', _lines);
        }
    }

    /// <summary>How many of them match.</summary>
    public int CountOf(string pattern)
    {
        lock (_lock) return _lines.Count(line => Regex.IsMatch(line, pattern));
    }

    /// <summary>Waits for a line that matches.</summary>
    /// <param name="pattern">A regular expression.</param>
    /// <param name="after">Lines before this place do not count.</param>
    public async Task<Match> WaitForAsync(string pattern, int after = 0)
    {
        using CancellationTokenSource patience = Patience.Start();
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                for (; after < _lines.Count; after++)
                {
                    if (Regex.Match(_lines[after], pattern) is { Success: true } match) return match;
                }

                if (_ended) Assert.Fail($"The process ended without a line like: {pattern}\nIts output:\n{Text}");
                changed = _changed.Task;
            }

            await changed.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (patience.IsCancellationRequested) Assert.Fail($"Waited in vain for a line like: {pattern}\nThe output:\n{Text}");
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    internal async Task PumpAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line) Change(() => _lines.Add(line));
    }

    /// <summary>No further line will come.</summary>
    internal void End() => Change(() => _ended = true);

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            changed = _changed;
            _changed = NewChange();
        }

        changed.SetResult();
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
