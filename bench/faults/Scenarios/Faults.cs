using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using AppHost.Faults.Host;
using AppHost.Faults.Load;
using AppHost.FunctionalTests.Harness;

namespace AppHost.Faults.Scenarios;

/// <summary>What happens to a host in production, one at a time and in a random order.</summary>
internal sealed class Faults
{
    private const int MostResets = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1.5);

    private readonly HostUnderTest _host;
    private readonly HostFolder _folder;
    private readonly Random _random;
    private readonly Action _configure;
    private readonly int _workers;
    private readonly (string Name, int Weight, Func<Task> Happens)[] _kinds;
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <param name="configure">Writes the configuration that works.</param>
    /// <param name="workers">As many as the host is to have in the end.</param>
    public Faults(HostUnderTest host, HostFolder folder, Random random, Action configure, int workers)
    {
        (_host, _folder, _random, _configure, _workers) = (host, folder, random, configure, workers);
        _kinds =
        [
            ("kill", 3, KillAsync),
            ("pause", 2, PauseAsync),
            ("hang", 1, HangAsync),
            ("terminate", 1, TerminateAsync),
            ("reload", 3, () => OrderAsync("POST /v1/reload")),
            ("broken reload", 1, BrokenReloadAsync),
            ("rollback", 1, () => OrderAsync("POST /v1/rollback", allowed: 422)),
            ("recycle", 1, () => OrderAsync("POST /v1/recycle", allowed: 409)),
            ("scale", 2, ScaleAsync),
            ("signal", 1, SignalAsync),
            ("resets", 4, ResetAsync),
        ];
    }

    public Casualties Casualties { get; } = new();

    /// <summary>Orders that ended otherwise than they should.</summary>
    public List<string> Problems { get; } = [];

    public int Count => _counts.Values.Sum();

    public override string ToString() => string.Join(", ", _counts.Select(kind => $"{kind.Value} x {kind.Key}"));

    /// <summary>One of each kind, one after the other.</summary>
    public async Task EachOnceAsync()
    {
        foreach ((_, _, Func<Task> happens) in _kinds)
        {
            await happens();
            await CalmAsync();
        }
    }

    /// <summary>The next one.</summary>
    public async Task NextAsync()
    {
        int ticket = _random.Next(_kinds.Sum(kind => kind.Weight));
        (string name, _, Func<Task> happens) = _kinds.First(kind => (ticket -= kind.Weight) < 0);
        _counts[name] = _counts.GetValueOrDefault(name) + 1;
        await happens();
    }

    /// <summary>Waits until the host is as it should be: the wanted number of workers, no reload, nobody left that drains.</summary>
    public async Task CalmAsync()
    {
        await OrderAsync("POST /v1/scale", $"{{\"workers\": {_workers}}}");
        long start = Stopwatch.GetTimestamp();
        while ((await _host.StatusAsync())["reload"]!["state"]!.GetValue<string>() != "idle")
        {
            if (Stopwatch.GetElapsedTime(start) > Patience) throw new TimeoutException("A reload does not end.");
            await Task.Delay(100);
        }

        await _host.SettledAsync(_workers);
    }

    private Task KillAsync()
    {
        if (Victim(_host.Workers) is not { } victim) return Task.CompletedTask;
        Casualties.Add(victim);
        Send(victim, UnixSignal.SIGKILL);
        return Task.CompletedTask;
    }

    /// <summary>Stopped for a moment, and then it goes on.</summary>
    private async Task PauseAsync()
    {
        if (Victim(await ServingAsync()) is not { } victim) return;
        Send(victim, UnixSignal.SIGSTOP);
        await Task.Delay(LongestPause * _random.NextDouble());
        Send(victim, UnixSignal.SIGCONT);
    }

    /// <summary>Stopped until the master has had enough of it.</summary>
    private async Task HangAsync()
    {
        if (Victim(await ServingAsync()) is not { } victim) return;
        long start = Stopwatch.GetTimestamp();
        Send(victim, UnixSignal.SIGSTOP);
        while (_host.Workers.Contains(victim))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                Problems.Add($"the stopped worker {victim} is not replaced");
                Send(victim, UnixSignal.SIGCONT);
                return;
            }

            await Task.Delay(100);
        }

        Casualties.Add(victim, start, Stopwatch.GetTimestamp());
    }

    private async Task TerminateAsync()
    {
        if (Victim(await ServingAsync()) is { } victim) Send(victim, UnixSignal.SIGTERM);
    }

    private async Task BrokenReloadAsync()
    {
        await File.AppendAllTextAsync(_folder.Configuration, "\nthredds: 1\n");
        (int status, string answer) = await _host.AskAsync("POST /v1/reload?wait");
        _configure();
        // One that was asked for before may have taken its place, or it that of one.
        if (status is not (422 or 409)) Problems.Add($"a reload with a broken configuration: {status} {answer}");
    }

    private async Task ScaleAsync()
    {
        int wanted = (await _host.StatusAsync())["host"]!["workers"]!.GetValue<int>();
        int change = wanted <= 1 ? 1 : wanted >= _workers + 2 ? -1 : _random.Next(2) == 0 ? 1 : -1;
        await OrderAsync("POST /v1/scale", $"{{\"change\": {change}}}");
    }

    private Task SignalAsync()
    {
        UnixSignal[] harmless = [UnixSignal.SIGHUP, UnixSignal.SIGUSR1, UnixSignal.SIGUSR2, UnixSignal.SIGTTIN];
        UnixSignal signal = harmless[_random.Next(harmless.Length)];
        _host.Signal(signal);
        if (signal is UnixSignal.SIGTTIN) _host.Signal(UnixSignal.SIGTTOU);
        return Task.CompletedTask;
    }

    /// <summary>Clients that leave amid their request, with RST.</summary>
    private async Task ResetAsync()
    {
        string[] requests = ["", "GET / HT", "GET /sleep?ms=50 HTTP/1.1\r\nHost: faults\r\n\r\n", "POST /upload HTTP/1.1\r\nHost: faults\r\nContent-Length: 100\r\n\r\nhalf"];
        for (int i = _random.Next(1, MostResets + 1); i > 0; i--)
        {
            using var socket = new Socket(_host.Tcp.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(_host.Tcp);
            socket.LingerState = new LingerOption(true, 0);
            await socket.SendAsync(Encoding.ASCII.GetBytes(requests[_random.Next(requests.Length)]));
            await Task.Delay(_random.Next(60));
        }
    }

    private async Task OrderAsync(string request, string body = "", int allowed = 0)
    {
        (int status, string answer) = await _host.AskAsync(request, body);
        if (status is not (200 or 202) && status != allowed) Problems.Add($"{request} {body}: {status} {answer}");
    }

    private async Task<IReadOnlyList<int>> ServingAsync() =>
    [
        .. (await _host.StatusAsync())["workers"]!.AsArray()
            .Where(worker => worker!["state"]!.GetValue<string>() == "ready")
            .Select(worker => worker!["pid"]!.GetValue<int>())
    ];

    private int? Victim(IReadOnlyList<int> workers) => workers.Count == 0 ? null : workers[_random.Next(workers.Count)];

    /// <summary>A worker may end of itself at any moment.</summary>
    private static void Send(int worker, UnixSignal signal)
    {
        try
        {
            Signals.Send(worker, signal);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It has.
        }
    }
}
