using System.Globalization;
using AppHost.Host.Apps;

namespace AppHost.Tests.Apps;

public sealed class DotnetCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Both_streams_and_the_exit_code_are_given()
    {
        var result = await DotnetCommand.RunAsync(
            "/bin/sh", ["-c", "echo out; pwd; echo error >&2; exit 3"], _folder.Path, TestContext.Current.CancellationToken);
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(["out", _folder.Path], result.Output);
        Assert.Equal(["error"], result.Errors);
    }

    [Fact]
    public async Task A_question_gets_no_answer_instead_of_waiting_for_one()
    {
        var result = await DotnetCommand.RunAsync(
            "/bin/sh", ["-c", "read answer || echo none"], _folder.Path, TestContext.Current.CancellationToken);
        Assert.Equal(["none"], result.Output);
    }

    [Fact]
    public async Task Cancelling_ends_the_command_and_what_it_started()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watcher = new FileSystemWatcher(_folder.Path, "pid") { EnableRaisingEvents = true };
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Renamed += (_, _) => started.TrySetResult();

        var run = DotnetCommand.RunAsync(
            "/bin/sh", ["-c", "sleep 600 & echo $! > new; mv new pid; wait"], _folder.Path, cancel.Token);
        await started.Task.WaitAsync(cancellationToken);
        var child = int.Parse(File.ReadAllText(_folder.Combine("pid")), CultureInfo.InvariantCulture);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        while (IsRunning(child))
        {
            await Task.Delay(10, cancellationToken);
        }
    }

    // A killed grandchild is a zombie until pid 1 has taken it off.
    private static bool IsRunning(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
