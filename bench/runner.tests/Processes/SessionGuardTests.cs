using AppHost.Bench.Processes;

namespace AppHost.Bench.Tests.Processes;

/// <summary>Nothing is left behind, however a run ends. With real processes.</summary>
public sealed class SessionGuardTests
{
    // A shell with a child in the background, as a master with a worker.
    private static readonly LaunchCommand Tree = new("sh", ["-c", "sleep 300 & wait"]);

    [Fact]
    public void The_guard_ends_what_is_left_when_its_input_ends()
    {
        IReadOnlyCollection<int> ended = [];
        SessionGuard.Keep(new StringReader("+10\n+11\nnonsense\n-10\n+12\n"), sessions => ended = [.. sessions.Order()]);
        Assert.Equal([11, 12], ended);
    }

    [Fact]
    public async Task A_runner_that_is_gone_leaves_no_process()
    {
        int session;
        using (var guard = SessionGuard.Start())
        {
            var process = SessionProcess.Start(Tree, guard);
            session = process.Pid;
            await UntilAsync(() => ProcessTable.Living([session]).Count == 2);
            // Not disposed, as by a runner that is killed: closing the guard's input is all that the kernel does for such a one.
        }
        Assert.Empty(ProcessTable.Living([session]));
    }

    [Fact]
    public async Task A_disposed_program_takes_its_children_with_it()
    {
        using var guard = SessionGuard.Start();
        int session;
        using (var process = SessionProcess.Start(Tree, guard))
        {
            session = process.Pid;
            await UntilAsync(() => ProcessTable.Living([session]).Count == 2);
            Assert.All(ProcessTable.Living([session]), entry => Assert.Equal(session, entry.Session));
        }
        Assert.Empty(ProcessTable.Living([session]));
    }

    [Fact]
    public async Task A_cancelled_wait_ends_the_program()
    {
        using var guard = SessionGuard.Start();
        using var process = SessionProcess.Start(Tree, guard);
        using var cancel = new CancellationTokenSource();
        var waiting = process.WaitAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(ProcessTable.Living([process.Pid]));
    }

    [Fact]
    public async Task The_words_of_a_program_are_kept()
    {
        using var guard = SessionGuard.Start();
        using var process = SessionProcess.Start(new LaunchCommand("sh", ["-c", "echo out; echo err >&2; exit 3"]), guard);
        await process.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, process.ExitCode);
        Assert.Equal(["err", "out"], process.Output.Split('\n').Order());
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }
}
