using System.Globalization;
using AppHost.Worker.Interop;
using AppHost.Worker.Logging;
using AppHost.Worker.Messages;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Life;

/// <summary>
/// A worker process from its first instruction to its last: takes its assignment, boots on a thread of its own, then does
/// what the master says, until it says to leave or dies.
/// </summary>
internal sealed partial class WorkerProcess : IDisposable
{
    private const int StandardError = 2;

    private readonly MasterChannel _channel;
    private readonly LogPipe _logPipe = new(StandardError);
    private readonly LoggerFactory _loggerFactory;
    private readonly ILogger _logger;
    private readonly WorkerAssignment _assignment;
    private readonly CancellationTokenSource _quit = new();
    private readonly Departure _departure;
    private volatile WorkerBoot? _boot;

    private WorkerProcess(MasterChannel channel, WorkerAssignment assignment)
    {
        _channel = channel;
        _assignment = assignment;
        _loggerFactory = new LoggerFactory([new WorkerLoggerProvider((LogLevel)assignment.LogLevel, (LogLevel)assignment.FrameworkLogLevel, _logPipe)]);
        _logger = _loggerFactory.CreateLogger<WorkerProcess>();
        _departure = new Departure(_loggerFactory.CreateLogger<Departure>(), Exit);
    }

    /// <summary>The body of the hidden verb <c>worker</c>.</summary>
    /// <returns>The exit code: 0 unless the worker was started by hand.</returns>
    public static int Run()
    {
        // A Ctrl+C goes to the whole foreground group: the master alone is to answer it.
        _ = Libc.setpgid(0, 0);
        OutOfMemoryScore.Raise();
        string? channelVariable = Environment.GetEnvironmentVariable(MasterChannel.DescriptorVariable);
        if (!int.TryParse(channelVariable, CultureInfo.InvariantCulture, out int descriptor))
        {
            Console.Error.WriteLine("apphost: 'worker' is how the master starts a worker process; use 'apphost run'.");
            return 1;
        }

        // Programs that user code starts must not hold this channel open, nor take themselves for workers.
        Environment.SetEnvironmentVariable(MasterChannel.DescriptorVariable, null);
        Libc.SetInheritable(descriptor, false);
        using var channel = new MasterChannel(descriptor);
        if (channel.Receive() is not MasterMessage.Assign { Assignment: var assignment }) return 0;
        using var worker = new WorkerProcess(channel, assignment);
        worker.Live();
        return 0;
    }

    public void Dispose()
    {
        _departure.Dispose();
        _loggerFactory.Dispose();
        _quit.Dispose();
    }

    private void Live()
    {
        WorkerSignals.Register(onTerminate: OnTerminate, onQuit: () => Exit(0));
        foreach (ListenerAssignment listener in _assignment.Serving.Listeners) Libc.SetInheritable(listener.Descriptor, false);
        Libc.SetInheritable(_assignment.ScoreboardDescriptor, false);
        if (_assignment.SnapshotLock is { } snapshotLock) Libc.SetInheritable(snapshotLock, false);
        // On a thread of its own: constructors of user code may block for as long as they like, and the master may die
        // or change its mind meanwhile.
        new Thread(Boot) { IsBackground = true, Name = "apphost-boot" }.Start();
        while (_channel.Receive() is { } message)
        {
            switch (message)
            {
                case MasterMessage.Drain drain:
                    _departure.Begin(TimeSpan.FromMilliseconds(drain.Linger), TimeSpan.FromMilliseconds(drain.Timeout), drain.TakeBacklog);
                    break;
                case MasterMessage.ReopenLogs:
                    _boot?.Serving.ReopenLogs();
                    break;
                case MasterMessage.Quit:
                    Exit(0);
                    break;
            }
        }

        LogMasterGone(_assignment.Serving.OrphanTimeout);
        TimeSpan orphanTimeout = TimeSpan.FromMilliseconds(_assignment.Serving.OrphanTimeout);
        _departure.Begin(linger: TimeSpan.FromSeconds(1), orphanTimeout, takeBacklog: true);
        _departure.WaitForEnd();
    }

    private void OnTerminate()
    {
        LogTerminated();
        _channel.Send(new WorkerMessage.Leaving());
    }

    private void Boot()
    {
        try
        {
            WorkerBoot boot = WorkerBoot.Run(_assignment, _loggerFactory, _quit.Token);
            if (_assignment.CheckOnly)
            {
                // What it opened in StartingAsync it may close; the boot timeout covers this too.
                boot.Turns.SkipReady();
                boot.Turns.StoppingAsync(_quit.Token).GetAwaiter().GetResult();
                _channel.Send(new WorkerMessage.Ready(boot.Identity.WorkerClass, boot.Identity.Slots));
                Exit(0);
                return;
            }

            _boot = boot;
            boot.Serving.OnStuck = request => _channel.Send(new WorkerMessage.Stuck(request));
            boot.Serving.OnOnlyStuckLeft = _departure.Hasten;
            _departure.Booted(boot);
            _channel.Send(new WorkerMessage.Ready(boot.Identity.WorkerClass, boot.Identity.Slots));
            boot.Turns.ReadyAsync(_quit.Token).GetAwaiter().GetResult();
        }
        catch (BootFailedException failure)
        {
            Fail(failure.Message, failure.Advice, failure.Details);
        }
        catch (Exception exception)
        {
            Fail($"The worker could not boot: {exception.Message}", null, exception.ToString().Split('\n'));
        }
    }

    private void Fail(string message, string? advice, IReadOnlyList<string> details)
    {
        _channel.Send(new WorkerMessage.Failed(message, advice, details));
        Exit(WorkerExitCode.BootFailed);
    }

    /// <summary>Ends the process at once; user code that hangs in an exit handler does not keep it.</summary>
    private void Exit(int code)
    {
        var patience = new Thread(() =>
        {
            Thread.Sleep(TimeSpan.FromSeconds(2));
            _ = Libc.kill(Environment.ProcessId, Libc.SIGKILL);
        })
        { IsBackground = true };
        patience.Start();
        _boot?.Serving.FlushLogs();
        _logPipe.Flush();
        Environment.Exit(code);
    }
}
