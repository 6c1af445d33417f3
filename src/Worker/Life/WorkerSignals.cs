using System.Runtime.InteropServices;

namespace AppHost.Worker.Life;

/// <summary>
/// What signals mean to a worker. All that mean something to the master are ignored here: a <c>pkill -HUP apphost</c>
/// reaches the workers as well and must not be an outage (Gunicorn #1868). Never taken back: a signal that came while the
/// process ends would otherwise change how it ends, or stop it for ever.
/// </summary>
internal static class WorkerSignals
{
    private const PosixSignal User1 = (PosixSignal)10;
    private const PosixSignal User2 = (PosixSignal)12;

    // A registration that nobody holds is taken back by its finalizer.
    private static readonly List<PosixSignalRegistration> Registrations = [];

    /// <summary>Registers all of them.</summary>
    public static void Register(Action onTerminate, Action onQuit)
    {
        On(PosixSignal.SIGTERM, onTerminate);
        On(PosixSignal.SIGQUIT, onQuit);
        foreach (PosixSignal signal in (PosixSignal[])
            [PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGTTIN, PosixSignal.SIGTTOU, User1, User2])
        {
            On(signal, static () => { });
        }
    }

    private static void On(PosixSignal signal, Action action) => Registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        action();
    }));
}
