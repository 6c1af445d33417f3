using System.Runtime.InteropServices;

namespace AppHost.Worker.Life;

/// <summary>
/// What signals mean to a worker. All that mean something to the master are ignored here: a <c>pkill -HUP apphost</c>
/// reaches the workers as well and must not be an outage (Gunicorn #1868).
/// </summary>
internal sealed class WorkerSignals : IDisposable
{
    private const PosixSignal User1 = (PosixSignal)10;
    private const PosixSignal User2 = (PosixSignal)12;

    private readonly List<PosixSignalRegistration> _registrations = [];

    public WorkerSignals(Action onTerminate, Action onQuit)
    {
        On(PosixSignal.SIGTERM, onTerminate);
        On(PosixSignal.SIGQUIT, onQuit);
        foreach (PosixSignal signal in (PosixSignal[])
            [PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGTTIN, PosixSignal.SIGTTOU, User1, User2])
        {
            On(signal, static () => { });
        }
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
