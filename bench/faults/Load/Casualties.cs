using System.Diagnostics;

namespace AppHost.Faults.Load;

/// <summary>The workers that a scenario killed, and the requests that may have failed for it.</summary>
internal sealed class Casualties
{
    /// <summary>A connection that a killed worker had accepted is reset when the kernel has torn the process down.</summary>
    private static readonly TimeSpan Teardown = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<int, (long From, long To)> _deaths = [];

    public int Count => _deaths.Count;

    /// <summary>A worker that is killed now.</summary>
    public void Add(int worker) => Add(worker, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());

    /// <summary>A worker that was stopped, and killed for that some time later.</summary>
    public void Add(int worker, long from, long to) => _deaths.TryAdd(worker, (from, to));

    /// <summary>What a failure comes from.</summary>
    /// <param name="log">The log of the host.</param>
    public FailureCause CauseOf(RequestResult failure, string log)
    {
        bool refused = failure.Failure!.Contains("connecting", StringComparison.Ordinal)
            || failure.Failure.StartsWith("status", StringComparison.Ordinal);
        if (refused) return FailureCause.Unexplained;
        if (failure.Worker is { } worker)
        {
            return _deaths.ContainsKey(worker) || _deaths.Values.Any(death => IsSince(death, failure)) ? FailureCause.KeptConnection : FailureCause.Unexplained;
        }

        if (log.Contains($" id {failure.Id}\n", StringComparison.Ordinal)) return FailureCause.InObituary;
        return _deaths.Values.Any(death => IsAt(death, failure)) ? FailureCause.AtDeath : FailureCause.Unexplained;
    }

    /// <summary>
    /// Whether a worker died after the last answer on the connection: that may have gone to it from the worker that gave the answer, and
    /// its client notices no sooner than with its next request.
    /// </summary>
    private static bool IsSince((long From, long To) death, RequestResult failure) =>
        failure.AnsweredBefore <= death.To + (Stopwatch.Frequency / 20) && failure.Ended >= death.From;

    /// <summary>Whether a request was on its way when a worker died, or came before its sockets were closed.</summary>
    private static bool IsAt((long From, long To) death, RequestResult failure) =>
        failure.Started <= death.To + (Stopwatch.Frequency / 20)
        && failure.Ended >= death.From
        && (failure.Ended <= death.To || Stopwatch.GetElapsedTime(death.To, failure.Ended) < Teardown);
}
