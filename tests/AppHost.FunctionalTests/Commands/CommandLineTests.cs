using System.Text.Json;
using AppHost.FunctionalTests.Harness;
using AppHost.TestApps;

namespace AppHost.FunctionalTests.Commands;

/// <summary>What a person at a terminal sees.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task The_version_is_one_line()
    {
        CommandResult result = await RunAsync("--version");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Matches(@"^apphost \d+\.\d+\.\d+ \(\.NET 10\.\S+\)$", result.Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("run", "--help")]
    [InlineData("check", "--help")]
    public async Task Help_goes_to_standard_output(params string[] arguments)
    {
        CommandResult result = await RunAsync(arguments);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("Usage: apphost", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_a_usage_error()
    {
        CommandResult result = await RunAsync();
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("Usage: apphost", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("did you mean 'check'", "chekc")]
    [InlineData("--workers", "run", "--wrokers", "2", "App.dll")]
    [InlineData("workers", "run", "--workers", "many", "App.dll")]
    [InlineData("Missing.dll", "run", "Missing.dll")]
    [InlineData("Missing.yaml", "run", "-c", "Missing.yaml")]
    [InlineData("worker", "worker")]
    public async Task A_mistake_is_named_without_a_stack_trace(string named, params string[] arguments)
    {
        CommandResult result = await RunAsync(arguments);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(named, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mistakes_of_a_file_are_told_at_once_with_their_places()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("appserver.yaml", $"""
            app: {TestApp.Path("Probe")}
            wrokers: 2
            threads: many
            queue:
              timeout: soon
              lenght: 3
            bind: ["http://127.0.0.1:99999"]
            """);
        foreach (string verb in (string[])["run", "check"])
        {
            CommandResult result = await RunAsync(verb, "-c", file);
            Assert.Equal(1, result.ExitCode);
            string[] lines = result.Errors.Split('\n');
            Assert.Equal(5, lines.Length);
            Assert.Contains(lines, line =>
                line.StartsWith($"{file}:2:1", StringComparison.Ordinal) && line.Contains("workers", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.StartsWith($"{file}:3:10", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.StartsWith($"{file}:5:12", StringComparison.Ordinal));
            Assert.Contains(lines, line =>
                line.StartsWith($"{file}:6:3", StringComparison.Ordinal) && line.Contains("length", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.StartsWith($"{file}:7:8", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Check_boots_the_app_and_binds_nothing()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1"));
        CommandResult result = await RunAsync("check", "-b", $"http://127.0.0.1:{host.Port}", TestApp.Path("Probe"));
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("the app boots (Probe.ProbeHandler in ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_starts_and_stops_the_handler_as_a_worker_does()
    {
        using var folder = new TemporaryFolder();
        string events = folder["events"];
        CommandResult result = await RunAsync("check", TestApp.Path("Lifecycle"), "--", $"--EventsFile={events}");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(["starting", "stopping"], File.ReadAllLines(events).Select(line => line.Split(' ')[2]));
    }

    [Theory]
    [InlineData("ThrowingConstructor", "The database 'orders' does not answer.", "--handler", "ThrowingConstructor.ThrowingHandler")]
    [InlineData("ThrowingConstructor", "it ended with exit code 5 while it booted", "--handler", "ThrowingConstructor.CrashingHandler")]
    [InlineData("HangingBoot", "it was not ready after 1 s (boot-timeout)", "--boot-timeout", "1s")]
    [InlineData("NoHandler", "NoHandler")]
    [InlineData("ManyHandlers", "ManyHandlers.SecondHandler")]
    [InlineData("ManyHandlers", "ManyHandlers.SecondHandler", "--handler", "ManyHandlers.SecnodHandler")]
    public async Task Check_says_why_an_app_does_not_boot(string app, string why, params string[] options)
    {
        CommandResult result = await RunAsync(["check", .. options, TestApp.Path(app)]);
        Assert.Equal(3, result.ExitCode);
        Assert.DoesNotContain("boots", result.Output, StringComparison.Ordinal);
        Assert.Contains(why, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_show_tells_each_value_and_its_source()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("appserver.yaml", "workers: 3\nthreads: 5\n");
        CommandResult result = await HostProcess.RunToEndAsync(
            new HostLaunch("config", "show", "--json", "-c", file, "--threads", "7", TestApp.Path("Probe"))
            with { Environment = new Dictionary<string, string> { ["APPHOST_QUEUE_LENGTH"] = "9" } });
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Dictionary<string, (string? Value, string? Place)> settings = json.RootElement.GetProperty("settings").EnumerateArray()
            .ToDictionary(
            setting => setting.GetProperty("name").GetString()!,
            setting => (setting.GetProperty("value").GetString(), setting.GetProperty("place").GetString()));
        Assert.Equal(("3", $"{file}:1:10"), settings["workers"]);
        Assert.Equal(("7", "option --threads"), settings["threads"]);
        Assert.Equal(("9", "environment APPHOST_QUEUE_LENGTH"), settings["queue.length"]);
    }

    private static Task<CommandResult> RunAsync(params string[] arguments) => HostProcess.RunToEndAsync(new HostLaunch(arguments));
}
