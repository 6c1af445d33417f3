using System.Text.Json.Nodes;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Control;

/// <summary><c>apphost status</c>, and how it finds the host.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task Status_names_what_hangs_while_every_worker_hangs()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "2", "--threads", "1");
        using var held = new HeldRequests(host.Process);
        int first = await held.HoldAsync();
        int second = await held.HoldAsync();
        foreach (int worker in (int[])[first, second]) Signals.Send(worker, UnixSignal.SIGSTOP);
        try
        {
            JsonNode status = await host.StatusAsync();
            Assert.Equal((host.Process.Id, "serving"), ((int)status["host"]!["pid"]!, (string)status["host"]!["state"]!));
            Assert.Equal((2, 2), ((int)status["totals"]!["busy"]!["now"]!, (int)status["totals"]!["busy"]!["limit"]!));
            Assert.Equal(new[] { first, second }.Order(), status["workers"]!.AsArray().Select(worker => (int)worker!["pid"]!).Order());
            Assert.All(status["workers"]!.AsArray(), worker => Assert.StartsWith("/hold", (string)Assert.Single(worker!["running"]!.AsArray())!["path"]!));
            CommandResult text = await host.RunAsync("status");
            Assert.Contains("busy         [####################] 2/2", text.Output, StringComparison.Ordinal);
            Assert.DoesNotContain('\e', text.Output);
        }
        finally
        {
            foreach (int worker in (int[])[first, second]) Signals.Send(worker, UnixSignal.SIGCONT);
        }
    }

    [Fact]
    public async Task Totals_do_not_go_back_when_a_worker_dies()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1");
        for (int i = 0; i < 5; i++) Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.Process.EndPoint, "/")).Status);
        await UntilAsync(host, status => (int)status["totals"]!["requests"]! == 5);
        Signals.Send(Assert.Single(host.Process.Workers), UnixSignal.SIGKILL);
        await host.Process.Log.WaitForAsync("died: SIGKILL");
        JsonNode after = await UntilAsync(host, status => (int?)status["exits"]!["reasons"]!["crash"] == 1);
        Assert.Equal(5, (int)after["totals"]!["requests"]!);
        Assert.Equal("SIGKILL (killed from outside; out of memory?)", (string)after["exits"]!["last"]!["how"]!);
    }

    [Fact]
    public async Task Without_a_host_it_says_where_it_looked()
    {
        using var folder = new TemporaryFolder();
        CommandResult result = await ControlledHost.RunAsync(folder, "status");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(Path.Combine(folder.Path, "apphost"), result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hosts_of_one_name_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        await using ControlledHost first = await ControlledHost.StartAsync(folder, "-w", "1");
        await using ControlledHost second = await ControlledHost.StartAsync(folder, "-w", "1");
        await second.Process.Log.WaitForAsync("another instance is named Probe: this one is Probe-2");
        CommandResult ambiguous = await first.RunAsync("status");
        Assert.Equal(1, ambiguous.ExitCode);
        Assert.Contains($"Probe-2, pid {second.Process.Id}, http://127.0.0.1:{second.Process.Port}", ambiguous.Errors, StringComparison.Ordinal);
        CommandResult named = await first.RunAsync("status", "--name", "Probe-2");
        Assert.StartsWith($"Probe-2: serving, pid {second.Process.Id},", named.Output, StringComparison.Ordinal);
        CommandResult bySocket = await first.RunAsync("status", "--control", first.Socket);
        Assert.StartsWith($"Probe: serving, pid {first.Process.Id},", bySocket.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_socket_of_a_killed_master_is_passed_over_and_taken_over()
    {
        using var folder = new TemporaryFolder();
        await using (ControlledHost killed = await ControlledHost.StartAsync(folder, "-w", "1"))
        {
            killed.Process.Signal(UnixSignal.SIGKILL);
            await killed.Process.ExitAsync();
        }

        Assert.True(File.Exists(ControlledHost.SocketOf(folder, "Probe")));
        Assert.Contains("no host runs", (await ControlledHost.RunAsync(folder, "status")).Errors, StringComparison.Ordinal);
        await using ControlledHost next = await ControlledHost.StartAsync(folder, "-w", "1");
        Assert.Equal(("Probe", next.Process.Id), ((string)(await next.StatusAsync())["host"]!["name"]!, (int)(await next.StatusAsync())["host"]!["pid"]!));
    }

    private static async Task<JsonNode> UntilAsync(ControlledHost host, Func<JsonNode, bool> condition)
    {
        JsonNode status = await host.StatusAsync();
        await Patience.UntilAsync(async () => condition(status = await host.StatusAsync()), "the status says so");
        return status;
    }
}
