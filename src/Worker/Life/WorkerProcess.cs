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

    /// <summary>What the master has asked for.</summary>
    public WorkerAssignment Assignment => _assignment;

    /// <summary>Writes to the host's log.</summary>
    public ILoggerFactory LoggerFactory => _loggerFactory;

    /// <summary>It has told the master that it cannot boot.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The body of the hidden verb <c>worker</c>.</summary>
    /// <returns>The exit code: 0 unless the worker was started by hand.</returns>
    public static int Run()
    {
        if (Environment.GetEnvironmentVariable(MasterChannel.DescriptorVariable) is null)
        {
            Console.Error.WriteLine("apphost: 'worker' is how the master starts a worker process; use 'apphost run'.");
            return 1;
        }

        using WorkerProcess? worker = Attach();
        if (worker is null) return 0;
        // On a thread of its own: constructors of user code may block for as long as they like, and the master may die
        // or change its mind meanwhile.
        new Thread(worker.BootHandler) { IsBackground = true, Name = "apphost-boot" }.Start();
        worker.Listen();
        return 0;
    }

    /// <summary>Makes a worker of a process that has a Main of its own. The master is listened to from now on.</summary>
    /// <returns>Null if the master has gone already.</returns>
    public static WorkerProcess? Join()
    {
        WorkerProcess? worker = Attach();
        if (worker is not null) new Thread(worker.Listen) { IsBackground = true, Name = "apphost-channel" }.UnsafeStart();
        return worker;
    }

    /// <summary>The app serves from now on.</summary>
    public void Booted(WorkerBoot boot)
    {
        if (_assignment.CheckOnly)
        {
            // What it opened in StartingAsync it may close; the boot timeout covers this too. Main of an app may end with it.
            boot.Turns.SkipReady();
            _channel.Send(new WorkerMessage.Ready(boot.Identity.WorkerClass, boot.Identity.Slots));
            boot.Turns.StoppingAsync(_quit.Token).GetAwaiter().GetResult();
            Exit(WorkerExitCode.Left);
            return;
        }

        _boot = boot;
        boot.Serving.OnStuck = request => _channel.Send(new WorkerMessage.Stuck(request));
        boot.Serving.OnOnlyStuckLeft = _departure.Hasten;
        _departure.Booted(boot);
        _channel.Send(new WorkerMessage.Ready(boot.Identity.WorkerClass, boot.Identity.Slots));
        boot.Turns.ReadyAsync(_quit.Token).GetAwaiter().GetResult();
    }

    /// <summary>Asks the master for a replacement, and to be told to drain.</summary>
    /// <param name="byApp">The app wants to end.</param>
    public void AskToLeave(bool byApp) => _channel.Send(new WorkerMessage.Leaving(byApp));

    /// <summary>Tells the master why the worker has not booted, while the process ends by itself.</summary>
    public void Explain(string message, string advice) => _channel.Send(new WorkerMessage.Failed(message, advice, []));

    /// <summary>Tells the operator something that concerns all workers alike; the master says it once.</summary>
    public void Tell(WorkerMessage.Notice notice) => _channel.Send(notice);

    /// <summary>Tells the master why the worker cannot boot, and ends the process.</summary>
    public void Fail(Exception exception)
    {
        if (exception is BootFailedException failure) Fail(failure.Message, failure.Advice, failure.Details);
        else Fail($"The worker could not boot: {exception.Message}", null, exception.ToString().Split('\n'));
    }

    /// <summary>Writes what is left to be written: the app's own Main has come to its end.</summary>
    public void Flush()
    {
        _boot?.Serving.FlushLogs();
        _logPipe.Flush();
    }

    public void Dispose()
    {
        _channel.Dispose();
        _departure.Dispose();
        _loggerFactory.Dispose();
        _quit.Dispose();
    }

    private static WorkerProcess? Attach()
    {
        // A Ctrl+C goes to the whole foreground group: the master alone is to answer it.
        _ = Libc.setpgid(0, 0);
        OutOfMemoryScore.Raise();
        int descriptor = int.Parse(Environment.GetEnvironmentVariable(MasterChannel.DescriptorVariable)!, CultureInfo.InvariantCulture);
        // Programs that user code starts must not hold this channel open, nor take themselves for workers.
        ProcessEnvironment.Set(MasterChannel.DescriptorVariable, null);
        Libc.SetInheritable(descriptor, false);
        var channel = new MasterChannel(descriptor);
        if (channel.Receive() is not MasterMessage.Assign { Assignment: var assignment })
        {
            channel.Dispose();
            return null;
        }

        var worker = new WorkerProcess(channel, assignment);
        WorkerSignals.Register(onTerminate: worker.OnTerminate, onQuit: () => worker.Exit(0));
        foreach (ListenerAssignment listener in assignment.Serving.Listeners) Libc.SetInheritable(listener.Descriptor, false);
        Libc.SetInheritable(assignment.ScoreboardDescriptor, false);
        if (assignment.SnapshotLock is { } snapshotLock) Libc.SetInheritable(snapshotLock, false);
        return worker;
    }

    private void Listen()
    {
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
        AskToLeave(byApp: false);
    }

    private void BootHandler()
    {
        try
        {
            Booted(HandlerBoot.Run(_assignment, _loggerFactory, _quit.Token));
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Fail(string message, string? advice, IReadOnlyList<string> details)
    {
        HasFailed = true;
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
        Flush();
        Environment.Exit(code);
    }
}
