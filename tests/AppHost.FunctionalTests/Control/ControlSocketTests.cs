using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Control;

/// <summary>What the control socket does with clients that do not behave, and hosts without one.</summary>
public sealed class ControlSocketTests
{
    [Fact]
    public async Task What_is_malformed_or_too_long_is_refused_logged_and_changes_nothing()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1");
        string before = Steady(await host.StatusAsync());
        Assert.StartsWith("HTTP/1.1 400 ", await host.SendAsync("nonsense\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", await host.SendAsync("POST /v1/stop HTTP/1.1\r\nA: " + new string('a', 100_000)), StringComparison.Ordinal);
        Assert.StartsWith(
            "HTTP/1.1 413 ", await host.SendAsync("POST /v1/scale HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 404 ", await host.SendAsync("POST /v1/halt HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 405 ", await host.SendAsync("GET /v1/stop HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(before, Steady(await host.StatusAsync()));
        foreach (string status in (string[])["400", "431", "413"]) await host.Process.Log.WaitForAsync($"Control: refused uid .*: {status}, ");
        await host.Process.Log.WaitForAsync("Control: refused POST /v1/halt by uid ");
    }

    [Fact]
    public async Task The_socket_and_its_folder_are_for_the_owner_alone()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(host.Socket));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(host.Socket)!));
    }

    [Fact]
    public async Task A_run_folder_that_cannot_be_made_costs_the_socket_and_not_the_host()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", "");
        var variables = ControlledHost.Variables(folder);
        variables["XDG_RUNTIME_DIR"] = file;
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1") with { Environment = variables });
        await host.Log.WaitForAsync("warn.*no control socket: .*the host serves without one");
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
    }

    [Fact]
    public async Task A_socket_that_was_named_and_is_taken_stops_the_start()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1");
        CommandResult second = await HostProcess.RunToEndAsync(HostLaunch.Run("Probe", "-w", "1", "--control", host.Socket));
        Assert.Equal(1, second.ExitCode);
        Assert.StartsWith($"control {host.Socket}: another instance answers on it", second.Errors, StringComparison.Ordinal);
        Assert.Equal("serving", (string)(await host.StatusAsync())["host"]!["state"]!);
    }

    // Without what moves by itself.
    private static string Steady(System.Text.Json.Nodes.JsonNode status)
    {
        IEnumerable<string> workers = status["workers"]!.AsArray().Select(worker => $"{worker!["pid"]} {worker["state"]}");
        return string.Join(' ', workers.Append($"{status["host"]!["state"]} {status["host"]!["workers"]} {status["host"]!["generation"]}"));
    }
}
