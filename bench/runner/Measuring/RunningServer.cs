using AppHost.Bench.Contestants;
using AppHost.Bench.Processes;
using AppHost.Load.Processes;

namespace AppHost.Bench.Measuring;

/// <summary>A server that was started and answers. Dispose ends all its processes.</summary>
internal sealed class RunningServer(Contestant contestant, LaunchPlace place, SessionGuard guard) : IDisposable
{
    private readonly List<SessionProcess> _processes = [];

    /// <summary>Where it listens and writes.</summary>
    public LaunchPlace Place => place;

    /// <summary>From the start of its first program to its first answer.</summary>
    public TimeSpan TimeToFirstAnswer { get; set; }

    /// <summary>The ids of the programs that were started; each leads a session.</summary>
    public IReadOnlyList<int> Roots => [.. _processes.Select(process => process.Pid)];

    /// <summary>As an option of the load generator.</summary>
    public string RootList => string.Join(',', Roots);

    /// <summary>Its address.</summary>
    public string Url(string path) => $"http://127.0.0.1:{place.Port}{path}";

    /// <summary>Starts its programs.</summary>
    public void Start()
    {
        foreach (var command in contestant.Launch(place))
            _processes.Add(SessionProcess.Start(command, guard));
    }

    /// <summary>Ends all of it and starts it anew on the same port, as a service manager restarts a service.</summary>
    public async Task RestartAsync(int signal, CancellationToken cancellationToken)
    {
        foreach (var process in _processes)
        {
            _ = Signals.Send(process.Pid, signal);
            await process.WaitAsync(cancellationToken);
            process.Dispose();
        }
        _processes.Clear();
        Start();
    }

    /// <summary>Its processes.</summary>
    public IReadOnlyList<ProcessEntry> Living() => ProcessTable.Living(Roots);

    /// <summary>Its worker processes.</summary>
    public IReadOnlyList<int> Workers() => contestant.WorkersOf(Living(), Roots);

    /// <summary>Memory of all its processes in bytes.</summary>
    public long Pss() => ProcessMemory.Pss(Roots);

    /// <summary>An account of the CPU of its processes from now on.</summary>
    public ProcessTrees Cpu()
    {
        var trees = new ProcessTrees(Roots);
        trees.Sample();
        return trees;
    }

    /// <summary>Why it does not answer, from its own words; null while its programs run.</summary>
    public string? Ended() => _processes.FirstOrDefault(process => process.HasExited) is { } ended
        ? $"ended with {ended.ExitCode}: {ended.Output}"
        : null;

    /// <summary>The last lines that its programs wrote.</summary>
    public string Output() => string.Join('\n', _processes.Select(process => process.Output));

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var process in _processes)
            process.Dispose();
    }
}
