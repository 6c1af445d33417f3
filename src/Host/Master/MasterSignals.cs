using System.Runtime.InteropServices;

namespace AppHost.Host.Master;

/// <summary>Turns signals into events; a handler does nothing else. Events wait until there is a master to take them.</summary>
/// <remarks>
/// Registered before anything else is done, and never taken back. Without a registration a signal has its default: one more
/// SIGHUP in the first or the last moments of a host would be its end, pid file left behind, and a SIGTTOU would stop the
/// process for ever.
/// </remarks>
internal static class MasterSignals
{
    private const PosixSignal User1 = (PosixSignal)10;
    private const PosixSignal User2 = (PosixSignal)12;

    // A registration that nobody holds is taken back by its finalizer.
    private static readonly List<PosixSignalRegistration> Registrations = [];
    private static readonly Lock Sync = new();
    private static readonly Queue<MasterEvent> Waiting = new();
    private static readonly CancellationTokenSource EarlyStop = new();
    private static Action<MasterEvent>? _report;
    private static int _interrupts;

    /// <summary>Listens from now on.</summary>
    /// <returns>Ends when the host is told to stop before there is a master.</returns>
    public static CancellationToken Register()
    {
        On(PosixSignal.SIGTERM, () => new MasterEvent.StopAsked(Quick: false));
        // The first Ctrl+C lets requests finish, the second does not wait.
        On(PosixSignal.SIGINT, () => new MasterEvent.StopAsked(Quick: Interlocked.Increment(ref _interrupts) > 1));
        On(PosixSignal.SIGQUIT, () => new MasterEvent.StopAsked(Quick: true));
        On(PosixSignal.SIGHUP, () => new MasterEvent.ReloadAsked());
        On(PosixSignal.SIGTTIN, () => new MasterEvent.ScaleAsked(+1));
        On(PosixSignal.SIGTTOU, () => new MasterEvent.ScaleAsked(-1));
        On(User1, () => new MasterEvent.LogsRotated());
        On(User2, () => new MasterEvent.UpgradeAsked());
        return EarlyStop.Token;
    }

    /// <summary>
    /// Those of the signals that do nothing because the host was started with them ignored, and what does the same. A shell
    /// without job control starts `command &amp;` so: then Ctrl+C means the command in the foreground, and .NET leaves it at that.
    /// </summary>
    public static IEnumerable<(string Signal, string Instead)> Ignored()
    {
        ulong ignored = ProcessState.IgnoredSignals(Environment.ProcessId);
        bool Has(int signal) => (ignored & (1UL << (signal - 1))) != 0;
        if (Has(1)) yield return ("SIGHUP", "use apphost reload.");
        if (Has(2)) yield return ("SIGINT", "use SIGTERM or apphost stop.");
        if (Has(3)) yield return ("SIGQUIT", "use apphost stop --quick.");
    }

    /// <summary>Reports what has come so far, and all that comes from now on; on any thread.</summary>
    public static void DeliverTo(Action<MasterEvent> report)
    {
        lock (Sync)
        {
            _report = report;
            while (Waiting.TryDequeue(out MasterEvent? early)) report(early);
        }
    }

    private static void On(PosixSignal signal, Func<MasterEvent> happened) => Registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Deliver(happened());
    }));

    private static void Deliver(MasterEvent happened)
    {
        lock (Sync)
        {
            if (_report is { } report)
            {
                report(happened);
                return;
            }

            Waiting.Enqueue(happened);
        }

        if (happened is MasterEvent.StopAsked) EarlyStop.Cancel();
    }
}
