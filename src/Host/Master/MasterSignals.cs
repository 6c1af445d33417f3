using System.Runtime.InteropServices;

namespace AppHost.Host.Master;

/// <summary>Turns signals into events; a handler does nothing else.</summary>
/// <remarks>
/// Never taken back. With its registration a signal gets its default back, and in the last moments of a host that ends as it
/// was asked to, one more SIGHUP or SIGTERM would make that an end by signal, and a SIGTTOU would stop the process for ever.
/// </remarks>
internal static class MasterSignals
{
    private const PosixSignal User1 = (PosixSignal)10;
    private const PosixSignal User2 = (PosixSignal)12;

    // A registration that nobody holds is taken back by its finalizer.
    private static readonly List<PosixSignalRegistration> Registrations = [];

    /// <summary>Reports all of them from now on; on any thread.</summary>
    public static void Register(Action<MasterEvent> report)
    {
        int interrupts = 0;
        On(PosixSignal.SIGTERM, () => report(new MasterEvent.StopAsked(Quick: false)));
        // The first Ctrl+C lets requests finish, the second does not wait.
        On(PosixSignal.SIGINT, () => report(new MasterEvent.StopAsked(Quick: Interlocked.Increment(ref interrupts) > 1)));
        On(PosixSignal.SIGQUIT, () => report(new MasterEvent.StopAsked(Quick: true)));
        On(PosixSignal.SIGHUP, () => report(new MasterEvent.ReloadAsked()));
        On(PosixSignal.SIGTTIN, () => report(new MasterEvent.ScaleAsked(+1)));
        On(PosixSignal.SIGTTOU, () => report(new MasterEvent.ScaleAsked(-1)));
        // Log rotation: the host has no log file of its own to reopen, but unhandled the signal would end it.
        On(User1, static () => { });
        On(User2, () => report(new MasterEvent.UpgradeAsked()));
    }

    private static void On(PosixSignal signal, Action action) => Registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        action();
    }));
}
