using AppHost.Host.Binding;
using AppHost.Host.Configuration;

namespace AppHost.Tests.Configuration;

public sealed class PrecedenceTests : IDisposable
{
    private readonly ConfigurationWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_command_line_beats_the_environment_beats_the_file_beats_the_default()
    {
        Assert.Equal(2048, _workspace.Settings("app: MyApp.dll").Backlog);
        Assert.Equal(1, _workspace.Settings("app: MyApp.dll\nbacklog: 1").Backlog);
        _workspace.Environment["APPHOST_BACKLOG"] = "2";
        Assert.Equal(2, _workspace.Settings("app: MyApp.dll\nbacklog: 1").Backlog);
        Assert.Equal(3, _workspace.Settings("app: MyApp.dll\nbacklog: 1", "--backlog", "3").Backlog);
    }

    [Fact]
    public void Each_value_says_where_it_comes_from()
    {
        _workspace.Environment["APPHOST_QUEUE_TIMEOUT"] = "3s";
        var result = _workspace.LoadYaml("app: MyApp.dll\nqueue:\n  length: 7\n", "-k", "async");

        string From(string name) => Assert.Single(result.Effective, setting => setting.Name == name).Origin.Place;
        Assert.Equal("appserver.yaml:1:6", From("app"));
        Assert.Equal("appserver.yaml:3:11", From("queue.length"));
        Assert.Equal("environment APPHOST_QUEUE_TIMEOUT", From("queue.timeout"));
        Assert.Equal("option --worker-class", From("worker-class"));
        Assert.Equal("default", From("queue.policy"));
        Assert.True(result.IsGiven("queue.length"));
        Assert.False(result.IsGiven("queue.policy"));
    }

    [Fact]
    public void Defaults_are_the_documented_ones()
    {
        var settings = _workspace.Settings("app: MyApp.dll");

        Assert.Equal("MyApp", settings.Name);
        Assert.Equal(["http://127.0.0.1:8080"], settings.Bind.Select(address => address.Text));
        Assert.Equal(4, settings.Workers);
        Assert.Null(settings.WorkerClass);
        Assert.Null(settings.Threads);
        Assert.Equal(TransportKind.Auto, settings.Transport);
        Assert.Equal(1000, settings.AsyncLimit);
        Assert.Equal(
            new QueueSettings(null, Seconds(2), QueuePolicy.Reject, 503, Seconds(1), Seconds(3)), settings.Queue);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.BootTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.HeartbeatTimeout);
        Assert.Equal(
            new DrainSettings(Seconds(20), Seconds(120), Seconds(5), Seconds(65), TimeSpan.Zero),
            settings.Drain);
        Assert.Equal(TimeSpan.FromSeconds(130), settings.KeepAliveTimeout);
        Assert.Equal(new LimitSettings(8192, 32768, 100, 30_000_000, 131_072, 1_048_576), settings.Limits);
        Assert.Equal(new ReloadSettings(1, TimeSpan.FromSeconds(10)), settings.Reload);
        Assert.Equal(new CrashSettings(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30)), settings.Crash);
        Assert.Null(settings.PidFile);
        Assert.Equal(new LogSettings(Microsoft.Extensions.Logging.LogLevel.Information, Microsoft.Extensions.Logging.LogLevel.Warning, LogFormat.Text), settings.Log);
        Assert.Empty(settings.App.Arguments);
        Assert.Empty(settings.App.Environment);
        Assert.Empty(settings.App.Configuration);
        Assert.Null(settings.App.WorkingDirectory);
    }

    [Fact]
    public void A_list_of_the_command_line_replaces_that_of_the_file()
    {
        var settings = _workspace.Settings(
            "app: MyApp.dll\nbind: ['http://a:1', 'unix:/b']", "-b", "http://c:3", "--bind=unix:/d?mode=0600");
        Assert.Equal(["http://c:3", "unix:/d?mode=0600"], settings.Bind.Select(address => address.Text));
    }

    [Fact]
    public void Variables_of_the_app_are_merged_by_name()
    {
        _workspace.Write("env", "A=file\nB=file\nC=file\n");
        var settings = _workspace.Settings(
            "app: MyApp.dll\nenv-file: env\nenv:\n  B: yaml\n  C: yaml\n  D:\n", "--env", "C=option=1", "--env", "E=");
        Assert.Equal(
            new Dictionary<string, string> { ["A"] = "file", ["B"] = "yaml", ["C"] = "option=1", ["D"] = "", ["E"] = "" },
            settings.App.Environment);
    }

    [Fact]
    public void One_graceful_timeout_sets_both_and_a_stronger_source_replaces_both()
    {
        Assert.Equal((5, 5), Graceful("graceful-timeout: 5s"));
        Assert.Equal((20, 7), Graceful("graceful-timeout:\n  reload: 7s"));
        Assert.Equal((9, 9), Graceful("graceful-timeout:\n  reload: 7s", "--graceful-timeout", "9s"));
        _workspace.Environment["APPHOST_GRACEFUL_TIMEOUT_STOP"] = "3s";
        Assert.Equal((3, 5), Graceful("graceful-timeout: 5s"));
        _workspace.Environment["APPHOST_GRACEFUL_TIMEOUT"] = "4s";
        Assert.Equal((3, 4), Graceful("graceful-timeout: 5s"));

        (double Stop, double Reload) Graceful(string yaml, params string[] commandLine)
        {
            var drain = _workspace.Settings($"app: MyApp.dll\n{yaml}", commandLine).Drain;
            return (drain.GracefulStop.TotalSeconds, drain.GracefulReload.TotalSeconds);
        }
    }

    [Fact]
    public void A_default_linger_follows_a_shorter_graceful_timeout()
    {
        var drain = _workspace.Settings("app: MyApp.dll", "--graceful-timeout", "3s").Drain;
        Assert.Equal(TimeSpan.FromSeconds(3), drain.LingerStop);
        Assert.Equal(TimeSpan.FromSeconds(3), drain.LingerReload);
    }

    [Fact]
    public void Paths_of_a_file_start_at_its_folder_and_those_of_options_at_the_current_directory()
    {
        _workspace.Write("conf/apps/Other.dll", "");
        _workspace.Write("conf/my.yaml", "app: apps/Other.dll\nchdir: apps\npid-file: my.pid\nbind: unix:my.sock\n");
        var settings = ConfigurationWorkspace.Right(_workspace.Load("-c", "conf/my.yaml", "--pid", "here.pid"));
        Assert.Equal(Path.Combine(_workspace.Folder, "conf/apps/Other.dll"), settings.App.Path);
        Assert.Equal(Path.Combine(_workspace.Folder, "conf/apps"), settings.App.WorkingDirectory);
        Assert.Equal(Path.Combine(_workspace.Folder, "here.pid"), settings.PidFile);
        Assert.Equal(Path.Combine(_workspace.Folder, "conf/my.sock"), Assert.IsType<UnixBindAddress>(Assert.Single(settings.Bind)).Path);
        Assert.Equal(
            Path.Combine(_workspace.Folder, "MyApp.dll"),
            ConfigurationWorkspace.Right(_workspace.Load("-c", "conf/my.yaml", "MyApp.dll")).App.Path);
    }

    [Fact]
    public void Without_a_file_the_command_line_is_enough()
    {
        var result = _workspace.Load("MyApp.dll", "--", "--migrate", "-w", "x y");
        Assert.Null(result.File);
        Assert.Equal(["--migrate", "-w", "x y"], ConfigurationWorkspace.Right(result).App.Arguments);
    }

    [Fact]
    public void Arguments_after_the_dashes_need_no_app_on_the_command_line() =>
        Assert.Equal(["--migrate"], _workspace.Settings("app: MyApp.dll\nargs: [a, b]", "--", "--migrate").App.Arguments);

    [Fact]
    public void Arguments_come_from_the_file_or_as_words_from_the_environment()
    {
        Assert.Equal(["--a", "b c"], _workspace.Settings("app: MyApp.dll\nargs: [--a, b c]").App.Arguments);
        _workspace.Environment["APPHOST_ARGS"] = "--a  'b c' \"d\"";
        Assert.Equal(["--a", "b c", "d"], _workspace.Settings("app: MyApp.dll\nargs: [x]").App.Arguments);
    }

    [Fact]
    public void Auto_workers_come_from_the_machine_and_surge_from_the_workers()
    {
        Assert.Equal(4, _workspace.Settings("app: MyApp.dll\nworkers: auto").Workers);
        Assert.Equal(3, _workspace.Settings("app: MyApp.dll\nworkers: 10\nreload: { surge: 25% }").Reload.Surge);
        Assert.Equal(1, _workspace.Settings("app: MyApp.dll\nworkers: 2\nreload: { surge: 1% }").Reload.Surge);
        Assert.Equal(6, _workspace.Settings("app: MyApp.dll\nworkers: 2\nreload: { surge: 6 }").Reload.Surge);
    }

    [Fact]
    public void The_apps_own_keys_become_its_configuration()
    {
        var app = _workspace.Settings(
            """
            app:
              path: MyApp.dll
              Greeting: Hello
              Shop:
                Currency: EUR
                Empty:
                Regions: [eu, "us"]
                Servers:
                  - Host: a
                  - Host: b
              workers: 3
            """).App;
        Assert.Equal(Path.Combine(_workspace.Folder, "MyApp.dll"), app.Path);
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["Greeting"] = "Hello", ["Shop:Currency"] = "EUR", ["Shop:Empty"] = null,
                ["Shop:Regions:0"] = "eu", ["Shop:Regions:1"] = "us",
                ["Shop:Servers:0:Host"] = "a", ["Shop:Servers:1:Host"] = "b", ["workers"] = "3",
            },
            app.Configuration);
        Assert.Equal("Hello", app.Configuration["GREETING"]);
    }

    [Fact]
    public void The_apps_keys_stay_when_the_command_line_names_another_app()
    {
        _workspace.Write("Other.dll", "");
        var app = _workspace.Settings("app:\n  Greeting: Hello\n", "Other.dll").App;
        Assert.EndsWith("/Other.dll", app.Path, StringComparison.Ordinal);
        Assert.Equal("Hello", app.Configuration["Greeting"]);
    }

    [Fact]
    public void Every_setting_reaches_the_settings_object()
    {
        _workspace.Write("Types.dll", "");
        var settings = _workspace.Settings(
            """
            app: MyApp.dll
            handler: A.B
            name: shop
            backlog: 11
            transport: sockets
            keep-alive: { timeout: 12s }
            workers: 13
            worker-class: My.Type , Types.dll
            threads: 2:14
            async: { limit: 15 }
            queue: { length: 0, timeout: 16ms, policy: discard-oldest }
            shed: { status: 429, retry-after: 2s..4s }
            limits: { request-line: 1KiB, headers: 2KiB, header-count: 17, body: 3KB, body-buffer: 0B, response-buffer: 4KiB }
            boot-timeout: 18s
            heartbeat-timeout: 19s
            graceful-timeout: { stop: 20m, reload: 21m }
            linger: { stop: 22s, reload: 23s }
            shutdown-delay: 24s
            reload: { surge: 25, bake: 26s }
            crash: { backoff: 27s, backoff-reset: 28s }
            pid-file: my.pid
            log: { level: warning, format: json }
            """);
        Assert.Equal(
            ("A.B", "shop", 11, TransportKind.Sockets), (settings.App.Handler, settings.Name, settings.Backlog, settings.Transport));
        Assert.Equal((TimeSpan.FromSeconds(12), 13, 15), (settings.KeepAliveTimeout, settings.Workers, settings.AsyncLimit));
        Assert.Equal($"My.Type, {_workspace.Folder}/Types.dll", settings.WorkerClass);
        Assert.Equal(new ThreadRange(2, 14), settings.Threads);
        Assert.Equal(
            new QueueSettings(0, TimeSpan.FromMilliseconds(16), QueuePolicy.DiscardOldest, 429, Seconds(2), Seconds(4)), settings.Queue);
        Assert.Equal(new LimitSettings(1024, 2048, 17, 3000, 0, 4096), settings.Limits);
        Assert.Equal((TimeSpan.FromSeconds(18), TimeSpan.FromSeconds(19)), (settings.BootTimeout, settings.HeartbeatTimeout));
        Assert.Equal(
            new DrainSettings(Seconds(1200), Seconds(1260), Seconds(22), Seconds(23), Seconds(24)),
            settings.Drain);
        Assert.Equal(new ReloadSettings(25, TimeSpan.FromSeconds(26)), settings.Reload);
        Assert.Equal(new CrashSettings(TimeSpan.FromSeconds(27), TimeSpan.FromSeconds(27), TimeSpan.FromSeconds(28)), settings.Crash);
        Assert.Equal($"{_workspace.Folder}/my.pid", settings.PidFile);
        Assert.Equal(new LogSettings(Microsoft.Extensions.Logging.LogLevel.Warning, Microsoft.Extensions.Logging.LogLevel.Warning, LogFormat.Json), settings.Log);
    }

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);

    [Fact]
    public void A_bare_switch_on_the_command_line_beats_the_file()
    {
        Assert.True(_workspace.Settings("app: MyApp.dll").Release.TakesSnapshots);
        Assert.False(_workspace.Settings("app: MyApp.dll\nsnapshot: on", "--no-snapshot").Release.TakesSnapshots);
        Assert.True(_workspace.Settings("app: MyApp.dll\nreload:\n  watch: off", "--watch").Release.Watch);
    }
}
