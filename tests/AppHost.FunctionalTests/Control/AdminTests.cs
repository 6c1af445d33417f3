using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Control;

/// <summary>The address by which a host is steered over TCP, and who is kept out.</summary>
public sealed class AdminTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task An_address_that_others_can_reach_is_not_bound_without_a_token()
    {
        CommandResult result = await HostProcess.RunToEndAsync(HostLaunch.Run("Probe", "--admin", "http://0.0.0.0:0"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("option --admin: http://0.0.0.0:0 can be reached from other machines", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_has_the_token_can_steer_and_who_has_not_is_logged()
    {
        using var folder = new TemporaryFolder();
        string token = folder.Write("token", Token + "\n");
        File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using ControlledHost host = await ControlledHost.StartAsync(
            null, "-w", "1", "--admin", "http://0.0.0.0:0", "--admin-token-file", token, "--log-level", "debug");
        IPEndPoint admin = await AdminOf(host.Process, "0.0.0.0");
        Assert.Equal(401, await OrderAsync(admin, ""));
        Assert.Equal(401, await OrderAsync(admin, "Authorization: Bearer 0123456789abcdef0123456789abcde0\r\n"));
        await host.Process.Log.WaitForAsync("Control: refused POST /v1/stop by 127.0.0.1:[0-9]+: the token is wrong");
        Assert.DoesNotContain(Token, host.Process.Log.Text, StringComparison.Ordinal);
        Assert.Equal("serving", (string)(await host.StatusAsync())["host"]!["state"]!);

        string[] there = ["--control", $"http://{admin}", "--admin-token-file", token];
        CommandResult scaled = await host.RunAsync(["scale", "2", .. there]);
        Assert.Equal((0, "done: 2 workers wanted from now on."), (scaled.ExitCode, scaled.Output));
        CommandResult without = await host.RunAsync("status", "--control", $"http://{admin}");
        Assert.Equal(1, without.ExitCode);
        Assert.Contains("a token is needed", without.Errors, StringComparison.Ordinal);
        CommandResult stopped = await host.RunAsync(["stop", "--quick", "--wait", .. there]);
        Assert.Equal((0, ""), (stopped.ExitCode, stopped.Errors));
        Assert.Equal(0, await host.Process.ExitAsync());
    }

    [Fact]
    public async Task A_page_of_a_browser_cannot_steer_a_host_on_loopback()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1", "--admin", "http://127.0.0.1:0", "--log-level", "debug");
        IPEndPoint admin = await AdminOf(host.Process, "127.0.0.1");
        Assert.Equal(403, await OrderAsync(admin, "Origin: http://evil.example\r\n"));
        Assert.Contains("every user of this machine can stop this host there", host.Process.Log.Text, StringComparison.Ordinal);
        Assert.Equal("serving", (string)(await host.StatusAsync())["host"]!["state"]!);
        foreach (string path in (string[])["/livez", "/readyz", "/metrics"]) Assert.Equal(200, await AskAsync(admin, $"GET {path}", ""));
        Assert.Equal(202, await OrderAsync(admin, ""));
        Assert.Equal(0, await host.Process.ExitAsync());
    }

    [Fact]
    public async Task Another_user_is_refused_at_the_control_socket_even_if_its_mode_lets_him_in()
    {
        // Only root can be somebody else.
        if (Environment.UserName != "root") return;
        const UnixFileMode All = (UnixFileMode)0b111_111_111;
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1");
        for (string? path = host.Socket; path is not null && path != Path.GetTempPath().TrimEnd('/'); path = Path.GetDirectoryName(path)) File.SetUnixFileMode(path, All);
        CommandResult result = await HostProcess.RunToEndAsync(new HostLaunch("scale", "5", "--control", host.Socket)
        {
            Launcher = "exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"",
        });
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("only user 0 and root may steer this host", result.Errors, StringComparison.Ordinal);
        await host.Process.Log.WaitForAsync("Control: refused uid 65534, pid [0-9]+.*: 403");
        Assert.Equal(1, (int)(await host.StatusAsync())["host"]!["workers"]!);
    }

    private static Task<int> OrderAsync(IPEndPoint admin, string headers) => AskAsync(admin, "POST /v1/stop", headers);

    private static async Task<int> AskAsync(IPEndPoint admin, string what, string headers)
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, admin.Port));
        await client.SendAsync($"{what} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Content-Length: 0\r\n\r\n");
        return (await client.ReceiveAsync()).Status;
    }

    private static async Task<IPEndPoint> AdminOf(HostProcess host, string address)
    {
        Match line = await host.Log.WaitForAsync($@"Control: answers on {Regex.Escape(address)}:(?<port>\d+)");
        return new IPEndPoint(IPAddress.Loopback, int.Parse(line.Groups["port"].Value, CultureInfo.InvariantCulture));
    }
}
