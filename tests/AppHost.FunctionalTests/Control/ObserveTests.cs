using System.Globalization;
using System.Text.RegularExpressions;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Control;

/// <summary>The verbs that look at a host, its metrics, and its access log.</summary>
public sealed class ObserveTests
{
    [Fact]
    public async Task What_runs_is_shown_with_its_id_and_its_stack()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1", "--threads", "2");
        using var held = new HeldRequests(host.Process);
        int worker = await held.HoldAsync();
        CommandResult requests = await host.RunAsync("requests");
        Assert.Equal((0, ""), (requests.ExitCode, requests.Errors));
        Assert.Contains("GET     /hold", requests.Output, StringComparison.Ordinal);
        CommandResult workers = await host.RunAsync("workers");
        Assert.Matches($@"\n 0 +{worker} +1 +ready .* 1/2 ", workers.Output);
        CommandResult unknown = await host.RunAsync("dump", "7");
        Assert.Equal((1, "dump: there is no worker 7; 'apphost workers' lists them"), (unknown.ExitCode, unknown.Errors.TrimEnd()));
        CommandResult top = await host.RunAsync("top");
        Assert.Contains("no terminal", top.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_lines_can_be_read_afterwards()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1");
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.Process.EndPoint, "/log?text=for-the-record")).Status);
        await host.Process.Log.WaitForAsync("for-the-record");
        CommandResult logs = await host.RunAsync("logs", "--lines", "1");
        Assert.Equal(0, logs.ExitCode);
        Assert.EndsWith("logged: for-the-record", logs.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Single(logs.Output.TrimEnd().Split('\n'));
        Assert.Equal(1, (await host.RunAsync("logs", "--lines", "many")).ExitCode);
    }

    [Fact]
    public async Task Counters_of_metrics_survive_the_worker_that_counted()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1", "--queue", "0");
        for (int i = 0; i < 20; i++) Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.Process.EndPoint, "/")).Status);
        Assert.Equal(404, (await HttpConnection.GetOnceAsync(host.Process.EndPoint, "/none")).Status);
        int worker = Assert.Single(host.Process.Workers);
        await Patience.UntilAsync(async () => await CountAsync(host, "apphost_responses_total{status_class=\"2xx\"}") == 20, "all answers are counted");
        Signals.Send(worker, UnixSignal.SIGKILL);
        await host.Process.GoneAsync(worker);
        await Patience.UntilAsync(
            async () => await CountAsync(host, "apphost_worker_exits_total{reason=\"crash\"}") == 1, "the death is counted");
        Assert.Equal(20, await CountAsync(host, "apphost_responses_total{status_class=\"2xx\"}"));
        Assert.Equal(1, await CountAsync(host, "apphost_responses_total{status_class=\"4xx\"}"));
        Assert.Equal(21, await CountAsync(host, "http_server_request_duration_seconds_count"));
    }

    [Theory]
    [InlineData("Probe", "threaded")]
    [InlineData("AsyncHello", "async")]
    public async Task Each_request_has_its_line_and_none_is_lost_by_rotation_or_stop(string app, string workerClass)
    {
        using var folder = new TemporaryFolder();
        string path = folder["access.log"];
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run(
            app, "-w", "2", "-k", workerClass, "--access-log", path, "--access-log-format", "%(h)s %(m)s %(U)s %(s)s %(id)s"));
        for (int i = 0; i < 40; i++)
        {
            using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
            await client.SendAsync($"GET /pid HTTP/1.1\r\nHost: test\r\nX-Request-Id: r{i}\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n");
            Assert.Equal(200, (await client.ReceiveAsync()).Status);
            if (i != 20) continue;
            File.Move(path, path + ".1");
            host.Signal(UnixSignal.SIGUSR1);
            // Made by the reopening, not by a line.
            await Patience.UntilAsync(() => File.Exists(path), "the file was opened anew");
        }

        Assert.Equal(0, await host.StopAsync());
        string[] lines = [.. File.ReadAllLines(path + ".1"), .. File.ReadAllLines(path)];
        Assert.Equal(
            Enumerable.Range(0, 40).Select(i => $"203.0.113.9 GET /pid 200 r{i}").Order(), lines.Order());
        Assert.NotEmpty(File.ReadAllLines(path));
    }

    [Fact]
    public async Task A_request_that_is_turned_away_has_a_line_that_says_why()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run(
            "Probe", "-w", "1", "-k", "sync", "--queue", "0", "--access-log", "-", "--access-log-format", "%(U)s %(s)s %(reason)s"));
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        Assert.Equal(503, (await HttpConnection.GetOnceAsync(host.EndPoint, "/pid")).Status);
        await host.Output.WaitForAsync("/pid 503 queue-full");
        held.Release();
    }

    [Fact]
    public async Task A_folder_that_goes_away_costs_lines_and_no_request()
    {
        using var folder = new TemporaryFolder();
        string logs = Directory.CreateDirectory(folder["logs"]).FullName;
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run(
            "Probe", "-w", "1", "--access-log", Path.Combine(logs, "access.log")));
        Directory.Delete(logs, recursive: true);
        host.Signal(UnixSignal.SIGUSR1);
        await host.Log.WaitForAsync("cannot be written: No such file or directory");
        for (int i = 0; i < 10; i++) Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
    }

    [Fact]
    public async Task A_full_disk_costs_lines_that_are_counted_and_no_request()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1", "--access-log", "/dev/full");
        for (int i = 0; i < 10; i++) Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.Process.EndPoint, "/")).Status);
        await host.Process.Log.WaitForAsync("/dev/full cannot be written: No space left");
        await Patience.UntilAsync(async () => (int)(await host.StatusAsync())["totals"]!["accessLogDropped"]! == 10, "all lines are counted as lost");
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.Process.EndPoint, "/")).Status);
    }

    [Fact]
    public async Task A_wrong_format_is_a_mistake_of_the_configuration()
    {
        CommandResult result = await HostProcess.RunToEndAsync(HostLaunch.Run("Probe", "--access-log", "-", "--access-log-format", "%(hh)s"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("option --access-log-format: there is no atom %(hh)s", result.Errors, StringComparison.Ordinal);
    }

    private static async Task<double> CountAsync(ControlledHost host, string metric)
    {
        string page = await host.SendAsync("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
        Match line = Regex.Match(page, "^" + Regex.Escape(metric) + " (.+)$", RegexOptions.Multiline);
        return double.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
