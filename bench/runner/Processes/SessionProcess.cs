using System.Diagnostics;

namespace AppHost.Bench.Processes;

/// <summary>A started program in a session of its own, with the last lines of what it wrote. Dispose ends all it has become.</summary>
internal sealed class SessionProcess : IDisposable
{
    private const int KeptLines = 40;

    private readonly Process _process;
    private readonly SessionGuard _guard;
    private readonly Queue<string> _lines = new();

    private SessionProcess(Process process, SessionGuard guard)
    {
        (_process, _guard) = (process, guard);
        Pid = process.Id;
        guard.Add(Pid);
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its id, which is that of its session as well.</summary>
    public int Pid { get; }

    /// <summary>It has ended by itself.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it returned; only after its end.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines of its two streams.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>Starts a program. Its id is that of `setsid`, which leads no group: it calls setsid(2) and becomes the program.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no <c>setsid</c>.</exception>
    public static SessionProcess Start(LaunchCommand command, SessionGuard guard)
    {
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.Folder ?? "",
        };
        start.ArgumentList.Add(command.Program);
        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command.Program} did not start.");
        process.StandardInput.Close();
        return new SessionProcess(process, guard);
    }

    /// <summary>Waits for its end; when cancelled it is ended.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            ProcessSessions.End([Pid]);
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ProcessSessions.End([Pid]);
        _process.WaitForExit();
        _process.Dispose();
        _guard.Remove(Pid);
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_lines)
        {
            _lines.Enqueue(line.Data);
            if (_lines.Count > KeptLines)
                _lines.Dequeue();
        }
    }
}
