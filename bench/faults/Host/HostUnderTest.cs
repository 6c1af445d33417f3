using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AppHost.FunctionalTests.Harness;
using AppHost.TestApps;

namespace AppHost.Faults.Host;

/// <summary>One real host in a folder of its own, with a control socket and a unix socket beside its TCP address.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly MarkedProcesses _marked;
    private readonly HostFolder _folder;
    private readonly List<string> _log = [];
    private readonly Task _reading;

    private HostUnderTest(Process process, MarkedProcesses marked, HostFolder folder)
    {
        (_process, _marked, _folder) = (process, marked, folder);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        _reading = ReadAsync();
    }

    /// <summary>The built program.</summary>
    public static string Program { get; } = Path.Combine(TestApp.Root, "src/Host/bin/Release/net10.0/apphost");

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public EndPoint Tcp { get; private set; } = new IPEndPoint(IPAddress.None, 0);

    public EndPoint Unix => new UnixDomainSocketEndPoint(_folder["http.sock"]);

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log) return [.. _log];
        }
    }

    /// <summary>All processes of this host that run, the workers of a dead master included.</summary>
    public IReadOnlyList<int> Processes => _marked.Find();

    /// <summary>Its worker processes.</summary>
    public IReadOnlyList<int> Workers => _marked.FindWorkers();

    /// <summary>Starts a host and waits until it listens.</summary>
    public static async Task<HostUnderTest> StartAsync(HostFolder folder, params string[] options)
    {
        HostUnderTest host = Launch(folder, options);
        Match line = await host.LineAsync(@"Listening on .*?http://127\.0\.0\.1:(\d+)");
        host.Tcp = new IPEndPoint(IPAddress.Loopback, int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture));
        return host;
    }

    /// <summary>Starts a host.</summary>
    public static HostUnderTest Launch(HostFolder folder, params string[] options)
    {
        var marked = new MarkedProcesses();
        ProcessStartInfo start = folder.Command(["run", "-c", folder.Configuration, .. options]);
        start.Environment[MarkedProcesses.Variable] = marked.Mark;
        return new HostUnderTest(Process.Start(start)!, marked, folder);
    }

    /// <summary>Runs a verb that speaks to this host.</summary>
    public async Task<(int ExitCode, string Output)> OrderAsync(params string[] arguments)
    {
        using Process process = Process.Start(_folder.Command([arguments[0], "--control", _folder["control.sock"], .. arguments[1..]]))!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output + errors).Trim());
    }

    /// <summary>The status, straight from the control socket.</summary>
    public async Task<JsonNode> StatusAsync() => JsonNode.Parse((await AskAsync("GET /v1/status")).Body)!;

    /// <summary>A request to the control socket; cheaper than a process for each.</summary>
    /// <param name="request">Method and path.</param>
    public async Task<(int Status, string Body)> AskAsync(string request, string body = "")
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_folder["control.sock"]));
        await socket.SendAsync(Encoding.ASCII.GetBytes($"{request} HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        using var reader = new StreamReader(new NetworkStream(socket));
        string reply = await reader.ReadToEndAsync();
        int status = int.Parse(reply.AsSpan(9, 3), CultureInfo.InvariantCulture);
        return (status, reply[(reply.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    /// <summary>How many workers are ready.</summary>
    public async Task<int> ReadyAsync() =>
        (await StatusAsync())["workers"]!.AsArray().Count(worker => worker!["state"]!.GetValue<string>() == "ready");

    /// <summary>Waits for a line of the log.</summary>
    public async Task<Match> LineAsync(string pattern, int after = 0)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Patience && !(HasExited && _reading.IsCompleted))
        {
            foreach (string line in Log.Skip(after))
            {
                if (Regex.Match(line, pattern) is { Success: true } match) return match;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"No line like '{pattern}' came. The log:\n{string.Join('\n', Log)}");
    }

    /// <summary>Waits until as many workers are ready and no other process is left.</summary>
    public async Task SettledAsync(int workers)
    {
        long start = Stopwatch.GetTimestamp();
        while (await ReadyAsync() != workers || Workers.Count != workers)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience) throw new TimeoutException($"There are not {workers} workers:\n{await StatusAsync()}");
            await Task.Delay(50);
        }
    }

    public void Signal(UnixSignal signal) => Signals.Send(Id, signal);

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code; null if it did not come in time.</returns>
    public async Task<int?> ExitAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _process.HasExited ? _process.ExitCode : null;
    }

    /// <summary>Ends it and whatever is left of it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) Signal(UnixSignal.SIGQUIT);
        if (await ExitAsync(TimeSpan.FromSeconds(10)) is null) _process.Kill();
        foreach (int left in Processes) Signals.Send(left, UnixSignal.SIGKILL);
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_log) _log.Add(line);
        }
    }
}
