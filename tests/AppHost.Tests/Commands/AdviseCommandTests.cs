using System.Text.Json.Nodes;
using AppHost.Host.Advice;
using AppHost.Host.Commands;
using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Machine;
using AppHost.Host.Configuration.Sources;
using AppHost.Tests.Configuration;

namespace AppHost.Tests.Commands;

public sealed class AdviseCommandTests : IDisposable
{
    private readonly ConfigurationWorkspace _workspace = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task It_says_workers_threads_bounds_and_what_binds()
    {
        Assert.Equal(0, await RunAsync("--service", "10ms", "--wait", "100ms"));
        string text = _out.ToString();
        Assert.Contains("8 workers x 11 threads, threaded", text, StringComparison.Ordinal);
        Assert.Contains("> cpu", text, StringComparison.Ordinal);
        Assert.Contains("cpu binds.", text, StringComparison.Ordinal);
        Assert.Contains("--db-connections", text, StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
    }

    [Theory]
    [InlineData("--service 10ms --wait 100ms")]
    [InlineData("--service 10ms")]
    [InlineData("--service 1ms --wait 900ms")]
    [InlineData("--service 1ms --wait 2ms --db-connections 7 --p95 30ms --cores 0.5 --memory 1GiB")]
    public async Task The_lines_for_the_file_are_a_right_configuration(string line)
    {
        Assert.Equal(0, await RunAsync([.. line.Split(' '), "--json"]));
        string yaml = (string)JsonNode.Parse(_out.ToString())!["yaml"]!;
        _workspace.Write("appserver.yaml", $"app: .\n{yaml}");
        ConfigurationResult result = _workspace.Load();
        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Assert.Equal((int)JsonNode.Parse(_out.ToString())!["workers"]!, result.Settings!.Workers);
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        Assert.Equal(1, await RunAsync("--wait", "100", "--rps", "many", "--db-connections", "0", "--memory", "8", "-k", "fast"));
        string[] errors = _error.ToString().TrimEnd().Split('\n');
        Assert.Equal(6, errors.Length);
        Assert.Contains(errors, error => error.StartsWith("option --service: is needed", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("a unit is missing: write 100s or 100ms", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("expected sync, threaded or async, got 'fast'", StringComparison.Ordinal));
    }

    [Fact]
    public void The_text_fits_the_terminal()
    {
        var work = new Workload { Service = TimeSpan.FromMilliseconds(10), Wait = TimeSpan.FromMilliseconds(100), Connections = 90 };
        var machine = new MachineResources(8, 16L << 30, MemoryIsLimited: true);
        Assert.All(AdviceText.Lines(work, machine, SizingAdvisor.Advise(work, machine), 90), line => Assert.True(line.Length <= 90, line));
    }

    private Task<int> RunAsync(params string[] arguments)
    {
        var context = new CommandContext
        {
            Out = _out,
            Error = _error,
            Environment = new Dictionary<string, string>(),
            CurrentDirectory = _workspace.Folder,
            Width = 100,
        };
        var command = new AdviseCommand(CommandLineReader.Read<AdviseOptions>(arguments), context)
        {
            Machine = () => new MachineResources(8, 16L << 30),
        };
        return command.RunAsync();
    }
}
