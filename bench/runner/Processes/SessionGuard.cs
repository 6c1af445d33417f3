using System.Diagnostics;
using System.Globalization;

namespace AppHost.Bench.Processes;

/// <summary>
/// A process beside the runner that ends what the runner has started and not ended, however the runner itself ends. It learns of that by
/// the end of its standard input, which the kernel closes even for a process that was killed. Thread-safe.
/// </summary>
internal sealed class SessionGuard : IDisposable
{
    /// <summary>The hidden verb of the guard's process.</summary>
    public const string Verb = "guard";

    private readonly Process _process;
    private readonly Lock _lock = new();

    private SessionGuard(Process process) => _process = process;

    /// <summary>Starts the guard in a session of its own, so that Ctrl+C does not reach it.</summary>
    public static SessionGuard Start()
    {
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true };
        start.ArgumentList.Add("dotnet");
        start.ArgumentList.Add(typeof(SessionGuard).Assembly.Location);
        start.ArgumentList.Add(Verb);
        return new SessionGuard(Process.Start(start) ?? throw new InvalidOperationException("The guard did not start."));
    }

    /// <summary>From now on the guard ends this session if the runner does not.</summary>
    public void Add(int session) => Write('+', session);

    /// <summary>The session has ended.</summary>
    public void Remove(int session) => Write('-', session);

    /// <summary>Lets the guard end what is left, and waits for it.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>What the guard's process does.</summary>
    /// <param name="orders">A line <c>+ID</c> or <c>-ID</c> for each session; its end means that the runner is gone.</param>
    /// <param name="end">Ends sessions.</param>
    public static void Keep(TextReader orders, Action<IReadOnlyCollection<int>> end)
    {
        var sessions = new HashSet<int>();
        while (orders.ReadLine() is { Length: > 1 } line)
        {
            if (!int.TryParse(line.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var session))
                continue;
            _ = line[0] == '+' ? sessions.Add(session) : sessions.Remove(session);
        }
        end(sessions);
    }

    private void Write(char order, int session)
    {
        lock (_lock)
        {
            _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{order}{session}"));
            _process.StandardInput.Flush();
        }
    }
}
