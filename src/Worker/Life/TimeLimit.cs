using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Life;

/// <summary>A time limit that further calls can only bring nearer. Not thread-safe, but for its token.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private long _due = long.MaxValue;

    /// <summary>Ends when time is up.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Time is up after so long, or when it already was to be, whichever comes first.</summary>
    public void AtMost(TimeSpan rest)
    {
        long due = MonotonicClock.Nanoseconds + (long)rest.TotalNanoseconds;
        if (due >= _due) return;
        _due = due;
        _source.CancelAfter(rest);
    }

    public void Dispose() => _source.Dispose();
}
