using System.Runtime.InteropServices;

namespace AppHost.Host.Master;

/// <summary>Turns signals into events; a handler does nothing else.</summary>
internal sealed class MasterSignals : IDisposable
{
    private const PosixSignal User1 = (PosixSignal)10;
    private const PosixSignal User2 = (PosixSignal)12;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _interrupts;

    public MasterSignals(Action<MasterEvent> report)
    {
        On(PosixSignal.SIGTERM, () => report(new MasterEvent.StopAsked(Quick: false)));
        // The first Ctrl+C lets requests finish, the second does not wait.
        On(PosixSignal.SIGINT, () => report(new MasterEvent.StopAsked(Quick: Interlocked.Increment(ref _interrupts) > 1)));
        On(PosixSignal.SIGQUIT, () => report(new MasterEvent.StopAsked(Quick: true)));
        On(PosixSignal.SIGHUP, () => report(new MasterEvent.ReloadAsked()));
        On(PosixSignal.SIGTTIN, () => report(new MasterEvent.ScaleAsked(+1)));
        On(PosixSignal.SIGTTOU, () => report(new MasterEvent.ScaleAsked(-1)));
        // Log rotation: the host has no log file of its own to reopen, but unhandled the signal would end it.
        On(User1, static () => { });
        On(User2, () => report(new MasterEvent.UpgradeAsked()));
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
    }

    private void On(PosixSignal signal, Action action) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        action();
    }));
}
