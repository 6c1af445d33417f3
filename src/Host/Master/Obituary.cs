using System.Globalization;
using System.Text;
using AppHost.Worker.Logging;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>What is known of a worker that has ended: how, what it was running, and its last lines.</summary>
internal static class Obituary
{
    private const int SignalBase = 128;
    private const int RequestsNamed = 10;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [5] = "SIGTRAP", [6] = "SIGABRT", [7] = "SIGBUS",
        [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV", [13] = "SIGPIPE", [14] = "SIGALRM", [15] = "SIGTERM",
    };

    /// <summary>The exit in words, with what most often is behind it.</summary>
    /// <param name="reason">Why it ended, if that is known: a SIGKILL of the master's own needs no guess.</param>
    public static string Describe(int exitCode, ExitReason reason = ExitReason.Crash)
    {
        if (exitCode <= SignalBase || !Signals.TryGetValue(exitCode - SignalBase, out string? signal))
        {
            return string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}");
        }

        string? cause = signal switch
        {
            "SIGBUS" => "assembly overwritten while running?",
            "SIGKILL" when reason is ExitReason.Crash or ExitReason.BootFailure => "killed from outside; out of memory?",
            "SIGABRT" => "unhandled exception or Environment.FailFast",
            "SIGSEGV" => "fault in native code, or a stack overflow",
            _ => null,
        };
        return cause is null ? signal : $"{signal} ({cause})";
    }

    /// <summary>The requests that the worker's records say were running.</summary>
    public static IReadOnlyList<string> RunningRequests(WorkerRegion region, TimeSpan now)
    {
        var lines = new List<string>();
        for (int slot = 0; slot < ScoreboardLayout.RecordsPerRegion; slot++)
        {
            RequestRecord record = region.Record(slot);
            if (!record.WasUsed) break;
            if (!record.TryRead(out RequestSnapshot request)) continue;
            TimeSpan age = now - TimeSpan.FromTicks(request.Started / 100);
            string id = request.RequestId.Length > 0 ? $" id {Printable.Of(request.RequestId)}" : string.Empty;
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"running: {Printable.Of(request.Method)} {Printable.Of(request.Path)} for {age.TotalSeconds:0.0} s{id}{(request.Torn ? " (record torn)" : "")}"));
        }

        if (lines.Count <= RequestsNamed) return lines;
        return [.. lines.Take(RequestsNamed), $"running: and {lines.Count - RequestsNamed} more"];
    }

    /// <summary>Indented lines to follow the sentence that says how it ended.</summary>
    public static string Text(IReadOnlyList<string> running, IReadOnlyList<string> lastLines)
    {
        var text = new StringBuilder();
        foreach (string line in running) text.Append("\n    ").Append(line);
        if (lastLines.Count > 0) text.Append("\n    its last lines:");
        foreach (string line in lastLines) text.Append("\n      ").Append(line);
        return text.ToString();
    }

    /// <summary>Why it did not boot, in its own words if it had any.</summary>
    public static string BootFailure(WorkerHandle worker, int exitCode, ExitReason reason)
    {
        if (worker.BootFailure is { } failure)
        {
            var text = new StringBuilder(failure.Message);
            foreach (string line in failure.Details) text.Append("\n    ").Append(line.TrimEnd());
            if (failure.Advice is not null) text.Append("\n  ").Append(failure.Advice);
            return text.ToString();
        }

        string how = reason is ExitReason.BootTimeout
            ? string.Create(CultureInfo.InvariantCulture,
                $"it was not ready after {worker.Generation.Settings.BootTimeout.TotalSeconds:0.###} s (boot-timeout)")
            : $"it ended with {Describe(exitCode)} while it booted";
        return how + Text([], worker.Output.LastLines);
    }
}
