using System.Diagnostics;
using System.Net.Sockets;
using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Classes;
using AppHost.Host.Output;
using AppHost.Host.Processes;
using AppHost.Worker.Apps;
using AppHost.Worker.Interop;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>
/// Starts worker processes. The CLR cannot be forked, so "pre-fork" is fork and exec: the child inherits the listeners, the
/// scoreboard and its channel under the same descriptor numbers. Master's loop only.
/// </summary>
/// <param name="mailboxes">The folder of the workers' mailboxes; null: there is none.</param>
internal sealed class Spawner(SharedScoreboard scoreboard, HostOutput output, HostLog log, bool prefixOutput, string? mailboxes = null)
{
    private readonly Dictionary<(string Name, int Rate, int Burst), int> _buckets = [];

    /// <summary>Starts one worker; it boots by itself.</summary>
    /// <exception cref="IOException">The kernel refused; for example no memory or no process left.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">Likewise.</exception>
    public WorkerHandle Spawn(long key, int workerId, int regionIndex, Generation generation, bool checkOnly, TimeSpan now)
    {
        WorkerRegion region = scoreboard.Region(regionIndex);
        region.Clear();
        region.WorkerId = workerId;
        region.Generation = generation.Number;
        region.State = WorkerState.Booting;
        if (scoreboard.RegionsInUse <= regionIndex) scoreboard.RegionsInUse = regionIndex + 1;

        (int own, int theirs) = CreatePair();
        Process process;
        try
        {
            process = Start(generation, workerId, theirs);
        }
        catch
        {
            _ = Libc.close(own);
            region.State = WorkerState.None;
            throw;
        }
        finally
        {
            _ = Libc.close(theirs);
        }

        region.ProcessId = process.Id;
        process.StandardInput.Close();
        var channel = new WorkerChannel(new Socket(new SafeSocketHandle(own, ownsHandle: true)) { Blocking = false });
        var handle = new WorkerHandle(
            key, workerId, generation, region, process, channel, new WorkerOutput(output, log, workerId, process.Id, prefixOutput))
        {
            StartedAt = now,
            Deadline = now + generation.Settings.BootTimeout,
        };
        handle.Send(new MasterMessage.Assign(CreateAssignment(generation, workerId, regionIndex, checkOnly)));
        return handle;
    }

    private static unsafe (int Own, int Theirs) CreatePair()
    {
        int* pair = stackalloc int[2];
        if (Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.O_CLOEXEC, 0, pair) < 0) throw Libc.Failure("socketpair");
        return (pair[0], pair[1]);
    }

    private Process Start(Generation generation, int workerId, int channelDescriptor)
    {
        HostSettings settings = generation.Settings;
        WorkerCommandLine command = WorkerCommandLine.Of(generation.App, settings.App.Arguments);
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            WorkingDirectory = generation.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in WorkerEnvironment.Removed) start.Environment.Remove(name);
        Dictionary<string, string> variables = WorkerEnvironment.Create(
            settings.App.Environment, start.Environment.ContainsKey, workerId, channelDescriptor, Environment.ProcessorCount, settings.Workers);
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        if (generation.App is AspNetCoreApp app) AspNetCoreEnvironment.AddTo(start.Environment, app, settings.App.Configuration);

        List<int> inherited = [scoreboard.Descriptor, channelDescriptor, .. generation.Listeners.Select(l => l.Descriptor)];
        if (generation.Snapshot is { } snapshot) inherited.Add(snapshot.LockDescriptor);
        return ChildProcess.Start(start, inherited);
    }

    private ClassAssignment CreateClass(RequestClass requests) => new()
    {
        Name = requests.Name,
        Path = requests.Path,
        Method = requests.Method,
        Header = requests.Header,
        HeaderValue = requests.HeaderValue,
        Host = requests.Host,
        MinThreads = requests.Threads?.Min,
        MaxThreads = requests.Threads?.Max,
        QueueLength = requests.QueueLength,
        QueueTimeout = requests.QueueTimeout is { } wait ? Milliseconds(wait) : null,
        Priority = requests.Priority - ClassPriority.Normal,
        Deadline = requests.Deadline is { } deadline ? Milliseconds(deadline) : null,
        Rate = requests.Rate,
        Burst = BurstOf(requests),
        Bucket = BucketOf(requests),
    };

    /// <summary>Where nothing is said: what comes in a second, at least one.</summary>
    private static int BurstOf(RequestClass requests) => requests.Burst ?? Math.Max(1, (requests.Rate ?? 0) / 60);

    /// <summary>
    /// A class keeps its bucket through reloads, and gets another one when its numbers change: in the old one it might have to wait
    /// for tokens by the rate it had. There are more buckets than any configuration has classes; in the end they are used again.
    /// </summary>
    private int BucketOf(RequestClass requests)
    {
        if (requests.Rate is not { } rate) return 0;
        var key = (requests.Name, rate, BurstOf(requests));
        if (!_buckets.TryGetValue(key, out int bucket))
        {
            bucket = _buckets.Count % ScoreboardLayout.BucketCount;
            _buckets.Add(key, bucket);
        }

        return bucket;
    }

    private WorkerAssignment CreateAssignment(Generation generation, int workerId, int region, bool checkOnly)
    {
        HostSettings settings = generation.Settings;
        DeadlineSettings deadline = generation.App is AspNetCoreApp ? settings.Deadline.ForAspNetCore() : settings.Deadline;
        return new WorkerAssignment
        {
            Protocol = WorkerAssignment.CurrentProtocol,
            WorkerId = workerId,
            Generation = generation.Number,
            Region = region,
            ScoreboardDescriptor = scoreboard.Descriptor,
            SnapshotLock = generation.Snapshot?.LockDescriptor,
            CheckOnly = checkOnly,
            LogLevel = (int)settings.Log.Level,
            FrameworkLogLevel = (int)settings.Log.Framework,
            App = new AppAssignment
            {
                Path = generation.App.Path,
                KnownFolder = generation.KnownFolder,
                Handler = (generation.App as HandlerApp)?.Handler,
                ServicesClass = (generation.App as HandlerApp)?.ServicesClass,
                Arguments = settings.App.Arguments,
                Configuration = settings.App.Configuration,
            },
            Serving = new ServingAssignment
            {
                Listeners = [.. generation.Listeners.Select(l => ListenerAssignment.Create(l.Descriptor, l.EndPoint, l.Http2))],
                OwnLoop = settings.Transport.UsesOwnLoop(OperatingSystem.IsLinux()),
                WorkerClass = settings.WorkerClass,
                MinThreads = settings.Threads?.Min,
                MaxThreads = settings.Threads?.Max,
                ThreadStack = settings.ThreadStack ?? 0,
                AsyncLimit = settings.AsyncLimit,
                Classes = [.. settings.Classes.Select(CreateClass)],
                LoopWatchdog = Milliseconds(settings.LoopWatchdog),
                StreamsMax = settings.StreamsMax,
                DeadlineSlow = Milliseconds(deadline.Slow),
                DeadlineRequest = Milliseconds(deadline.Request),
                DeadlineKill = Milliseconds(deadline.Kill),
                DeadlineOnlyUnderPressure = deadline.Mode is DeadlineMode.OnlyUnderPressure,
                QueueLength = settings.Queue.Length,
                QueueTimeout = Milliseconds(settings.Queue.Timeout),
                QueuePolicy = settings.Queue.Policy,
                ShedStatus = settings.Queue.ShedStatus,
                RetryAfterMin = (int)Math.Ceiling(settings.Queue.RetryAfterMin.TotalSeconds),
                RetryAfterMax = (int)Math.Ceiling(settings.Queue.RetryAfterMax.TotalSeconds),
                KeepAliveTimeout = Milliseconds(settings.KeepAliveTimeout),
                Park = settings.Park is { } park ? Milliseconds(park) : null,
                Mailboxes = settings.HandOff ? mailboxes : null,
                MaxRequestLine = settings.Limits.RequestLine,
                MaxHeaders = settings.Limits.Headers,
                MaxHeaderCount = settings.Limits.HeaderCount,
                MaxBody = settings.Limits.Body,
                BodyBuffer = settings.Limits.BodyBuffer,
                ResponseBuffer = settings.Limits.ResponseBuffer,
                OrphanTimeout = Milliseconds(settings.Drain.GracefulStop),
                WarmUp = settings.WarmUp,
                HostCommand = WorkerCommandLine.Host,
                AccessLog = new AccessLogAssignment(
                    settings.AccessLog.Target, settings.AccessLog.Format, settings.AccessLog.TrustedProxies, settings.Name),
            },
        };
    }

    private static int Milliseconds(TimeSpan duration) => (int)Math.Min(int.MaxValue, duration.TotalMilliseconds);
}
