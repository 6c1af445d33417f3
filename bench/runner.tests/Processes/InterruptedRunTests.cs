using System.Diagnostics;
using AppHost.Bench.Processes;

namespace AppHost.Bench.Tests.Processes;

/// <summary>A real run of a real server that is ended in the middle.</summary>
public sealed class InterruptedRunTests : IDisposable
{
    private readonly DirectoryInfo _output = Directory.CreateTempSubdirectory("bench-runner-test-");

    public void Dispose() => _output.Delete(recursive: true);

    [Fact]
    public async Task Ctrl_C_ends_the_servers_and_leaves_a_report()
    {
        using var runner = Start();
        var sessions = await ServersAsync(runner);
        Assert.True(Signals.Send(runner.Id, Signals.Interrupt));
        await runner.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(BenchCommand.Interrupted, runner.ExitCode);
        Assert.Empty(ProcessTable.Living(sessions));
        Assert.Contains("Interrupted", await File.ReadAllTextAsync(
            Path.Combine(_output.FullName, "report.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_run_leaves_no_server()
    {
        using var runner = Start();
        var sessions = await ServersAsync(runner);
        Assert.True(Signals.Send(runner.Id, Signals.Kill));
        await runner.WaitForExitAsync(TestContext.Current.CancellationToken);
        // By the guard, which is no child of ours and cannot be waited for.
        await UntilAsync(() => ProcessTable.Living(sessions).Count == 0);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet",
        [
            typeof(BenchCommand).Assembly.Location, "--quick", "--only", "AppHost async", "--output", _output.FullName, "crowd",
        ])
        {
            RedirectStandardError = true,
        };
        // A killed run cannot remove its folder for what servers write: it goes with the test's.
        start.Environment["TMPDIR"] = _output.FullName;
        var runner = Process.Start(start)!;
        runner.ErrorDataReceived += static (_, _) => { };
        runner.BeginErrorReadLine();
        return runner;
    }

    // The guard is in a session of its own as well, and ends with the others: a server has a master and workers.
    private static async Task<int[]> ServersAsync(Process runner)
    {
        int[] sessions = [];
        await UntilAsync(() =>
        {
            Assert.False(runner.HasExited);
            var all = ProcessTable.Read();
            sessions = [.. all.Where(entry => entry.Parent == runner.Id && entry.Session == entry.Pid).Select(entry => entry.Pid)];
            return all.Count(entry => sessions.Contains(entry.Session)) >= 3;
        });
        return sessions;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }
}
