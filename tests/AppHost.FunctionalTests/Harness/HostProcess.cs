using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace AppHost.FunctionalTests.Harness;

/// <summary>
/// One real <c>apphost</c> process. Disposing ends it and makes sure that nothing of it is left: no worker, no socket file.
/// </summary>
public sealed class HostProcess : IAsyncDisposable
{
    private static readonly string[] ForeignVariables = ["APPHOST_", "ASPNETCORE_", "LISTEN_", "PORT", "NOTIFY_SOCKET", "RUNTIME_DIRECTORY", "DOTNET_gc"];

    private readonly Process _process;
    private readonly Task _reading;
    private readonly MarkedProcesses _processes;
    private readonly IReadOnlyList<string> _socketFiles;
    private readonly TemporaryFolder _runFolder;

    private HostProcess(Process process, MarkedProcesses processes, IReadOnlyList<string> socketFiles, TemporaryFolder runFolder)
    {
        _process = process;
        _processes = processes;
        _socketFiles = socketFiles;
        _runFolder = runFolder;
        _reading = ReadAsync();
    }

    /// <summary>What it writes to standard error: its log.</summary>
    public OutputLines Log { get; } = new();

    /// <summary>What it writes to standard output.</summary>
    public OutputLines Output { get; } = new();

    public int Id => _process.Id;

    /// <summary>The first TCP address it listens on; after <see cref="ListeningAsync()"/>.</summary>
    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.None, 0);

    public int Port => ((IPEndPoint)EndPoint).Port;

    public bool HasExited => _process.HasExited;

    /// <summary>The worker processes that run now.</summary>
    public IReadOnlyList<int> Workers => _processes.FindWorkers();

    /// <summary>Starts a host and waits until it listens with all its workers.</summary>
    public static async Task<HostProcess> StartAsync(HostLaunch launch)
    {
        HostProcess host = Launch(launch);
        try
        {
            await host.ListeningAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a host and waits for nothing.</summary>
    public static HostProcess Launch(HostLaunch launch)
    {
        var processes = new MarkedProcesses();
        string[] command = launch.Launcher is null
            ? [HostLaunch.Program, .. launch.Arguments]
            : ["bash", "-c", launch.Launcher, "bash", HostLaunch.Program, .. launch.Arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = launch.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => ForeignVariables.Any(name.StartsWith)).ToList())
        {
            start.Environment.Remove(name);
        }

        // The program finds the runtime that runs these tests, wherever that is installed.
        start.Environment.TryAdd("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")));
        start.Environment[MarkedProcesses.Variable] = processes.Mark;
        // Hosts of one name that run side by side would number each other's control sockets.
        var runFolder = new TemporaryFolder();
        start.Environment["XDG_RUNTIME_DIR"] = runFolder.Path;
        foreach ((string name, string value) in launch.Environment) start.Environment[name] = value;
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return new HostProcess(process, processes, launch.SocketFiles, runFolder);
    }

    /// <summary>Starts a host that is to end by itself.</summary>
    /// <returns>The ended host and its exit code.</returns>
    public static async Task<CommandResult> RunToEndAsync(HostLaunch launch)
    {
        await using HostProcess host = Launch(launch);
        int code = await host.ExitAsync();
        return new CommandResult(code, host.Output.Text, host.Log.Text);
    }

    /// <summary>Waits for the line that says that all workers serve.</summary>
    public Task ListeningAsync() => ListeningAsync(Log);

    /// <summary>The same, where a launcher sends the log elsewhere.</summary>
    public async Task ListeningAsync(OutputLines lines)
    {
        ListensAsIn((await lines.WaitForAsync("Listening on .+? - ")).Value);
    }

    /// <summary>Takes the address from the line that names it.</summary>
    public void ListensAsIn(string log)
    {
        Match line = Regex.Match(log, "Listening on (?<addresses>.+?) - ");
        Match tcp = Regex.Match(line.Groups["addresses"].Value, @"http://(?<host>[^,]+?):(?<port>\d+)");
        if (!tcp.Success) return;
        int port = int.Parse(tcp.Groups["port"].Value, CultureInfo.InvariantCulture);
        bool isAddress = IPAddress.TryParse(tcp.Groups["host"].Value, out IPAddress? address);
        EndPoint = new IPEndPoint(isAddress ? address! : IPAddress.Loopback, port);
    }

    public void Signal(UnixSignal signal) => Signals.Send(Id, signal);

    /// <summary>The same for a host that may end at any moment.</summary>
    public void TrySignal(UnixSignal signal)
    {
        try
        {
            Signal(signal);
        }
        catch (System.ComponentModel.Win32Exception) when (HasExited)
        {
            // It has.
        }
    }

    /// <summary>Waits until the process has ended and all it wrote is read.</summary>
    /// <returns>The exit code; 128 + number of the signal that killed it.</returns>
    public async Task<int> ExitAsync()
    {
        using CancellationTokenSource patience = Patience.Start();
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            await _reading.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The host did not end. Its log:\n{Log.Text}");
        }

        return _process.ExitCode;
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync()
    {
        Signal(UnixSignal.SIGTERM);
        return await ExitAsync();
    }

    /// <summary>Waits until a process of this host has ended.</summary>
    public Task GoneAsync(int processId) =>
        Patience.UntilAsync(() => !_processes.Find().Contains(processId), $"process {processId} has ended");

    public async ValueTask DisposeAsync()
    {
        // Shown with a test that failed.
        TestContext.Current.TestOutputHelper?.WriteLine($"The log of host {Id}:\n{Log.Text}");
        try
        {
            if (!_process.HasExited) Signal(UnixSignal.SIGQUIT);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            bool ended = _process.HasExited;
            if (!ended) _process.Kill();
            IReadOnlyList<int> left = await EndRestAsync();
            Assert.True(ended, $"The host did not end on SIGQUIT. Its log:\n{Log.Text}");
            Assert.True(left.Count == 0, $"Processes {string.Join(", ", left)} outlived their host. Its log:\n{Log.Text}");
            Assert.DoesNotContain(_socketFiles, File.Exists);
        }
        finally
        {
            _process.Dispose();
            _runFolder.Dispose();
        }
    }

    // Workers of a master that was killed need a moment to see it.
    private async Task<IReadOnlyList<int>> EndRestAsync()
    {
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<int> left = _processes.Find();
        while (left.Count > 0 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
            left = _processes.Find();
        }

        foreach (int id in left) Signals.Send(id, UnixSignal.SIGKILL);
        return left;
    }

    private async Task ReadAsync()
    {
        await Task.WhenAll(Output.PumpAsync(_process.StandardOutput), Log.PumpAsync(_process.StandardError));
        Output.End();
        Log.End();
    }
}
