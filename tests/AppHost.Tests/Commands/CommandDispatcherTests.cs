using System.Text.Json.Nodes;
using AppHost.Host.Commands;
using AppHost.Host.Configuration.Sources;
using AppHost.Tests.Configuration;

namespace AppHost.Tests.Commands;

public sealed class CommandDispatcherTests : IDisposable
{
    private readonly ConfigurationWorkspace _workspace = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Alone_it_prints_short_help_and_fails()
    {
        Assert.Equal(1, await RunAsync());
        Assert.Contains("apphost run MyApp.dll", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("generate", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rnu", "verb rnu: there is no such verb; did you mean 'run'?")]
    [InlineData("conifg show", "verb conifg: there is no such verb; did you mean 'config'?")]
    [InlineData("cheese", "verb cheese: there is no such verb; see 'apphost --help'")]
    [InlineData("config", "verb config: expected 'apphost config show'")]
    [InlineData("config list", "verb config list: expected 'apphost config show'")]
    [InlineData("MyApp.dll", "verb MyApp.dll: this is a file; write 'apphost run MyApp.dll'")]
    [InlineData("--workers 4 run", "option --workers: comes before the verb; write 'apphost run --workers'")]
    public async Task A_verb_that_is_none_is_explained(string line, string error)
    {
        Assert.Equal(1, await RunAsync(line.Split(' ')));
        Assert.Equal(error, _error.ToString().TrimEnd());
    }

    [Theory]
    [InlineData("run --help")]
    [InlineData("run -h --nonsense")]
    [InlineData("help run")]
    [InlineData("check --help")]
    [InlineData("config show --help")]
    public async Task Help_fits_the_terminal_and_groups_options(string line)
    {
        Assert.Equal(0, await RunAsync(line.Split(' ')));
        var lines = _out.ToString().Split('\n');
        Assert.All(lines, text => Assert.True(text.Length <= 79, text));
        Assert.Contains("Examples:", lines);
        Assert.Contains("Time limits:", lines);
        Assert.Contains(lines, text => text.Contains("-w, --workers N ", StringComparison.Ordinal));
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task Help_after_the_dashes_is_for_the_app()
    {
        Assert.Equal(1, await RunAsync("check", "missing.dll", "--", "--help"));
        Assert.Contains("missing.dll", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_names_the_runtime()
    {
        Assert.Equal(0, await RunAsync("--version"));
        Assert.Matches(@"^apphost \d+\.\d+\.\d+ \(\.NET 10\.", _out.ToString());
    }

    [Theory]
    [InlineData("run")]
    [InlineData("check")]
    public async Task A_wrong_configuration_ends_with_1_and_all_errors(string verb)
    {
        _workspace.Environment["APPHOST_WORKER"] = "4";
        Assert.Equal(1, await RunAsync(verb, "-w", "0", "--queue", "x", "-b", "nonsense", "MyApp.dll"));
        var lines = _error.ToString().TrimEnd().Split('\n');
        Assert.StartsWith("warning: environment APPHOST_WORKER: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("option --workers: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("option --queue: ", StringComparison.Ordinal));
        Assert.Empty(_out.ToString());
    }

    [Fact]
    public async Task Config_show_prints_an_aligned_table()
    {
        _workspace.Write(
            "appserver.yaml",
            "app:\n  path: MyApp.dll\n  Api: { Token: hunter2 }\nworkers: 3\nenv: { DB_PASSWORD: hunter2, REGION: eu }\n");
        Assert.Equal(0, await ShowAsync("--queue", "9"));
        var lines = _out.ToString().TrimEnd().Split('\n');
        var column = lines[0].IndexOf("from", StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(line[column - 1] == ' ' && line[column] != ' ', line));
        Assert.Contains(lines, line => Words(line) == "workers 3 appserver.yaml:4:10");
        Assert.Contains(lines, line => Words(line) == "queue.length 9 option --queue");
        Assert.Contains(lines, line => Words(line) == "queue.timeout 2s default");
        Assert.Contains(lines, line => Words(line) == "env.REGION eu appserver.yaml:5:38");
        Assert.Contains(lines, line => Words(line) == "env.DB_PASSWORD *** appserver.yaml:5:21");
        Assert.Contains(lines, line => Words(line) == "app:Api:Token *** appserver.yaml:3:17");
        Assert.DoesNotContain("hunter2", _out.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', _out.ToString());
    }

    [Fact]
    public async Task Config_show_dims_defaults_on_a_terminal()
    {
        var context = Context() with { UseColor = true };
        Assert.Equal(0, await ShowAsync(context, "MyApp.dll"));
        Assert.Contains("\e[2mqueue.timeout", _out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_show_shows_what_it_can_when_something_is_wrong()
    {
        Assert.Equal(1, await ShowAsync("-w", "0"));
        Assert.Contains("backlog", _out.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, _error.ToString().TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Config_show_speaks_json_to_scripts()
    {
        Assert.Equal(1, await ShowAsync("--json", "-w", "0", "--pid", "ünïcode", "MyApp.dll"));
        var json = JsonNode.Parse(_out.ToString())!;
        var pid = json["settings"]!.AsArray().Single(setting => (string?)setting!["name"] == "pid-file")!;
        Assert.Equal(("option", "option --pid", false), ((string)pid["source"]!, (string)pid["place"]!, (bool)pid["reloadable"]!));
        Assert.EndsWith("/ünïcode", (string)pid["value"]!, StringComparison.Ordinal);
        Assert.StartsWith("option --workers: ", (string)Assert.Single(json["errors"]!.AsArray())!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_generate_writes_below_its_folder()
    {
        Assert.Equal(0, await RunAsync("config", "generate", "here"));
        Assert.True(File.Exists(Path.Combine(_workspace.Folder, "here/docs/settings.md")));
        Assert.True(File.Exists(Path.Combine(_workspace.Folder, "here/docs/appserver.schema.json")));
        Assert.True(File.Exists(Path.Combine(_workspace.Folder, "here/appserver.yaml")));
    }

    private Task<int> RunAsync(params string[] args) => CommandDispatcher.RunAsync(args, Context());

    private Task<int> ShowAsync(params string[] args) => ShowAsync(Context(), args);

    private Task<int> ShowAsync(CommandContext context, params string[] args) =>
        new ConfigShowCommand(CommandLineReader.Read<ConfigShowOptions>(args), context) { Loader = _workspace.Loader }.RunAsync();

    private CommandContext Context() => new()
    {
        Out = _out,
        Error = _error,
        Environment = _workspace.Environment,
        CurrentDirectory = _workspace.Folder,
        Width = 80,
    };

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
