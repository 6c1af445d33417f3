using AppHost.Host.Configuration.Sources;

namespace AppHost.Tests.Configuration;

public sealed class ErrorTests : IDisposable
{
    private readonly ConfigurationWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void All_errors_of_all_sources_are_reported_at_once()
    {
        _workspace.Environment["APPHOST_BOOT_TIMEOUT"] = "soon";
        Assert.Equal(
            [
                "appserver.yaml:3:1: there is no setting 'theads'; did you mean 'threads'?",
                "option --wrkers: there is no such option; did you mean --workers?",
                "appserver.yaml:2:10: workers: expected a whole number from 1 to 512 or auto, got '0'; write 1 or more",
                "environment APPHOST_BOOT_TIMEOUT: expected a duration such as 250ms, 30s, 5m or 2h, at least 100ms, got 'soon'; "
                    + "write a number and a unit without a blank, such as 30s",
                "option --queue: expected a whole number from 0 to 1000000 or auto, got '-1'; write 0 or more",
            ],
            _workspace.Errors("app: MyApp.dll\nworkers: 0\ntheads: 4\n", "--wrkers", "4", "--queue", "-1", "MyApp.dll"));
    }

    [Fact]
    public void A_wrong_value_is_an_error_even_where_a_stronger_source_replaces_it() =>
        Assert.StartsWith(
            "appserver.yaml:2:10: workers: ",
            Assert.Single(_workspace.Errors("app: MyApp.dll\nworkers: many", "-w", "4")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("workers: 0", "2:10: workers: expected a whole number from 1 to 512 or auto, got '0'; write 1 or more")]
    [InlineData("workers: 9999", "2:10: workers: expected a whole number from 1 to 512 or auto, got '9999'; write 512 or less")]
    [InlineData("workers: four", "2:10: workers: expected a whole number from 1 to 512 or auto, got 'four'; write digits only, or auto")]
    [InlineData("workers:", "2:9: workers: expected a whole number from 1 to 512 or auto, got nothing; write a value or remove the line")]
    [InlineData(
        "workers: [1]",
        "2:10: workers: expected a whole number from 1 to 512 or auto, got a list; write one plain value, such as "
            + "'workers: auto'")]
    [InlineData(
        "queue:\n  timeout: {a: 1}",
        "3:12: queue.timeout: expected a duration such as 250ms, 30s, 5m or 2h, got a mapping; write one "
            + "plain value, such as 'timeout: 2s'")]
    [InlineData(
        "threads: 2:1",
        "2:10: threads: expected a number of threads from 1 to 1024, MIN:MAX such as 4:16, or auto, got '2:1'; write the "
            + "smaller one first: 1:2")]
    [InlineData(
        "threads: 0",
        "2:10: threads: expected a number of threads from 1 to 1024, MIN:MAX such as 4:16, or auto, got '0'; write 1 or more")]
    [InlineData(
        "linger: -5s",
        "2:9: linger: expected a duration such as 250ms, 30s, 5m or 2h, got '-5s'; time does not run backwards: write 0 or "
            + "more")]
    [InlineData("linger: 5", "2:9: linger: expected a duration such as 250ms, 30s, 5m or 2h, got '5'; a unit is missing: write 5s or 5ms")]
    [InlineData(
        "boot-timeout: 0",
        "2:15: boot-timeout: expected a duration such as 250ms, 30s, 5m or 2h, at least 100ms, got '0'; write 100ms or more")]
    [InlineData(
        "shed: {retry-after: 3s-1s}",
        "2:21: shed.retry-after: expected a range of durations such as 1s-3s, at least 1s, got '3s-1s'; write the shorter "
            + "one first: 1s-3s")]
    [InlineData(
        "limits: {body: 30m}",
        "2:16: limits.body: expected a size such as 512KiB or 30MB, from 1B to 1024GiB, got '30m'; write 30MiB")]
    [InlineData(
        "limits: {headers: 2MiB}",
        "2:19: limits.headers: expected a size such as 512KiB or 30MB, from 1KiB to 1MiB, got '2MiB'; write 1MiB or less")]
    [InlineData(
        "queue: {policy: rejekt}",
        "2:17: queue.policy: expected reject, caller-runs or discard-oldest, got 'rejekt'; did you mean reject?")]
    [InlineData(
        "thread-stack: 1KiB",
        "2:15: thread-stack: expected a size such as 512KiB or 30MB, from 256KiB to 1GiB, or auto, got '1KiB'; write 256KiB or more")]
    [InlineData("deadline: {mode: sometimes}", "2:18: deadline.mode: expected always or only-under-pressure, got 'sometimes'; write one of these")]
    [InlineData(
        "deadline: {request: 10s, kill: 5s}",
        "2:32: deadline.kill: 5s comes no later than deadline.request 10s (appserver.yaml:2:21), which it follows; write more than 10s, or auto")]
    [InlineData(
        "classes: {reports: {path: /reports, threads: 2, rate: 5}}",
        "2:55: classes.reports.rate: expected a rate such as 100/s or 30/m, got '5'; a unit is missing: write 5/s or 5/m")]
    [InlineData(
        "worker-class: thread",
        "2:15: worker-class: expected auto, sync, threaded, async or 'Namespace.Type, path/to.dll', got 'thread'; did you "
            + "mean threaded?")]
    [InlineData("worker-class: 'A.B, missing.dll'", "2:15: worker-class: there is no file missing.dll; build it first or correct the path")]
    [InlineData(
        "reload: {surge: 0%}",
        "2:17: reload.surge: expected a number of workers from 1 to 512, or 1% to 100%, got '0%'; write 1% or more")]
    [InlineData("bind: []", "2:7: bind: expected at least one address, got an empty list; write one or remove the line")]
    [InlineData("bind:\n- http://a:1\n- nonsense", "4:3: bind: 'nonsense' has no port: write for example nonsense:8080")]
    [InlineData(
        "bind:\n- http://a:1\n- http://a:1",
        "4:3: bind: the list has it twice, as http://a:1 and as http://a:1; remove one of them")]
    [InlineData("bind: {a: b}", "2:7: bind: expected a list, got a mapping; write 'bind: [\"http://127.0.0.1:8080\"]'")]
    [InlineData("env: text", "2:6: env: expected a mapping of names to values, got 'text'; write 'env: { LOG_LEVEL: debug }'")]
    [InlineData("env:\n  A B: 1", "3:3: env: 'A B' cannot name a variable; leave out blanks and '='")]
    [InlineData("env:\n  A: [1]", "3:6: env: expected the text of A, got a list; write one plain value")]
    [InlineData(
        "limits: 5",
        "2:9: limits: expected a section with request-line, headers, header-count, body, body-buffer, response-buffer, got "
            + "'5'; write them on lines of their own below")]
    [InlineData("name: a/b", "2:7: name: expected a name of at most 48 letters, digits, '.', '-' and '_', got 'a/b'; write a-b")]
    [InlineData("chdir: nowhere", "2:8: chdir: there is no folder nowhere; create it or correct the path")]
    [InlineData("env-file: nothing", "2:11: env-file: there is no file nothing; create it or correct the path")]
    [InlineData("pid-file: nowhere/x.pid", "2:11: pid-file: there is no folder nowhere; create it or correct the path")]
    [InlineData(
        "handler: a b",
        "2:10: handler: expected the full name of a class such as Shop.CheckoutHandler, got 'a b'; write namespace and "
            + "class joined by dots")]
    [InlineData(
        "worker-class: sync\nthreads: 4",
        "3:10: threads: 4 threads contradict worker-class sync (appserver.yaml:2:15), which has one; write worker-class "
            + "threaded or remove threads")]
    [InlineData(
        "linger: {stop: 30s}",
        "2:16: linger.stop: 30s is longer than graceful-timeout.stop 20s (default), when the worker is killed; write 20s or "
            + "less")]
    public void A_wrong_value_is_named_with_its_place(string line, string error) =>
        Assert.Equal([$"appserver.yaml:{error}"], _workspace.Errors($"app: MyApp.dll\n{line}"));

    [Theory]
    [InlineData("worker: 4", "2:1: there is no setting 'worker'; did you mean 'workers'?")]
    [InlineData("graceful_timeout: 4s", "2:1: there is no setting 'graceful_timeout'; did you mean 'graceful-timeout'?")]
    [InlineData("limits:\n  bdoy: 1MB", "3:3: there is no setting 'limits.bdoy'; did you mean 'limits.body'?")]
    [InlineData("limit:\n  body: 1MB", "2:1: there is no setting 'limit'; did you mean 'limits'?")]
    [InlineData("surge: 2", "2:1: there is no setting 'surge'; did you mean 'reload.surge'?")]
    [InlineData("port: 8080", "2:1: there is no setting 'port'; remove it, or see docs/settings.md for all of them")]
    [InlineData("telemetry:\n  endpoint: x", "2:1: there is no setting 'telemetry'; remove it, or see docs/settings.md for all of them")]
    public void An_unknown_key_is_an_error_that_names_the_nearest(string line, string error) =>
        Assert.Equal([$"appserver.yaml:{error}"], _workspace.Errors($"app: MyApp.dll\n{line}"));

    [Theory]
    [InlineData("app: MyApp.dll\nworkers: 1\nworkers: 2", "3:1: 'workers' is given twice, first in line 2; keep one of them")]
    [InlineData("app: MyApp.dll\nqueue:\n\tlength: 1", "3:1: a tab indents this line, which YAML forbids; write spaces")]
    [InlineData("app: MyApp.dll\n---\nworkers: 2", "2:1: a second document begins here; keep one and remove the line '---'")]
    [InlineData(
        "just text",
        "1:1: expected settings such as 'workers: 4', got 'just text'; write one 'name: value' on each line, with a blank "
            + "after the colon")]
    [InlineData(
        "- a\n- b",
        "1:1: expected settings such as 'workers: 4', got a list; write one 'name: value' on each line, with a blank after "
            + "the colon")]
    [InlineData(
        "app:\n  path: MyApp.dll\n  Key: 1\n  KEY: 2",
        "4:8: app: 'KEY' is given twice, first at appserver.yaml:3:8; upper and lower case are the same here; keep one")]
    [InlineData("app: MyApp.dll\n[a]: 1", "2:1: a list or a mapping cannot be a key here; write a plain name")]
    public void A_broken_file_is_named_with_its_place(string yaml, string error) =>
        Assert.Equal([$"appserver.yaml:{error}"], _workspace.Errors(yaml));

    [Theory]
    [InlineData("app: MyApp.dll\nname: a: b", "appserver.yaml:2:8: this is no YAML: ")]
    [InlineData(
        "app: MyApp.dll\nargs: [a, b\nworkers: 2\n",
        "appserver.yaml:2:8: this is no YAML: a bracket or a quote that opens here or before is not closed; close it")]
    [InlineData("app: *missing", "appserver.yaml:1:6: this is no YAML: there is no anchor &missing before this alias")]
    [InlineData("app: &a [*a]", "appserver.yaml:1:10: this is no YAML: there is no anchor &a before this alias")]
    public void A_syntax_error_is_one_line_with_its_place(string yaml, string beginning)
    {
        var error = Assert.Single(_workspace.Errors(yaml));
        Assert.StartsWith(beginning, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void No_broken_file_makes_the_reader_throw()
    {
        var sample = AppHost.Host.Configuration.Documents.SampleFile.Write().Replace("#", "", StringComparison.Ordinal);
        var random = new Random(17);
        for (var round = 0; round < 2_000; round++)
        {
            var start = random.Next(sample.Length - 200);
            var text = sample.Substring(start, random.Next(200)).ToCharArray();
            for (var i = 0; i < text.Length / 20; i++)
            {
                text[random.Next(text.Length)] = "[]{}:,-?&*!|>'\"%@`#\t\n \0\\"[random.Next(24)];
            }

            YamlSource.Read(new string(text), "broken.yaml");
        }
    }

    [Fact]
    public void A_file_that_is_nested_too_deeply_is_refused()
    {
        var error = Assert.Single(_workspace.Errors("app: " + new string('[', 200)));
        Assert.Contains("nested deeper than 64 levels", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_cannot_multiply_without_end()
    {
        var yaml = "app:\n  path: MyApp.dll\n  l0: &l0 [x,x,x,x,x,x,x,x,x,x]\n"
            + string.Concat(Enumerable.Range(1, 9).Select(level =>
                $"  l{level}: &l{level} [{string.Join(',', Enumerable.Repeat($"*l{level - 1}", 10))}]\n"));
        Assert.Contains("more than 10000 values", Assert.Single(_workspace.Errors(yaml)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-c missing.yaml", "option --config: there is no file missing.yaml; create it or correct the path")]
    [InlineData("missing.dll", "option APP: there is nothing at missing.dll; build or publish the app first, or correct the path")]
    [InlineData("notes.txt", "option APP: notes.txt is neither a .dll nor a .csproj nor a folder; name the app's .dll")]
    [InlineData("MyApp.dll --env nothing", "option --env: expected NAME=VALUE; write a name, '=' and a value")]
    public void A_wrong_option_is_named(string commandLine, string error)
    {
        _workspace.Write("notes.txt", "");
        var result = _workspace.Load(commandLine.Split(' '));
        Assert.Equal(error, Assert.Single(result.Errors).ToString().Replace(_workspace.Folder + "/", "", StringComparison.Ordinal));
    }

    [Fact]
    public void No_app_anywhere_is_an_error_that_says_where_to_write_it() =>
        Assert.Equal(
            ["there is no app to run; write 'apphost run MyApp.dll', or 'app: MyApp.dll' in appserver.yaml"],
            _workspace.Errors("workers: 2"));

    [Fact]
    public void A_line_of_the_env_file_is_named_but_not_repeated()
    {
        _workspace.Write("secrets", "# comment\n\nA=1\n  hunter2\n");
        Assert.Equal(
            ["secrets:4:3: env-file: expected NAME=VALUE; write a name, '=' and a value, or '#' before a comment"],
            _workspace.Errors("app: MyApp.dll\nenv-file: secrets"));
    }

    [Fact]
    public void Threads_without_meaning_are_a_warning()
    {
        var result = _workspace.LoadYaml("app: MyApp.dll\nworker-class: async", "--threads", "4");
        Assert.Empty(result.Errors);
        Assert.Equal(
            ["option --threads: has no meaning for worker-class async (appserver.yaml:2:15); async.limit bounds its requests"],
            result.Warnings.Select(warning => warning.ToString()));
    }

    [Fact]
    public void An_empty_section_and_an_empty_file_are_fine()
    {
        _workspace.Settings("app: MyApp.dll\nlimits:\nenv:\n");
        _workspace.Settings("", "MyApp.dll");
        _workspace.Settings("# only a comment\n", "MyApp.dll");
    }

    [Theory]
    [InlineData("http://0.0.0.0:9090")]
    [InlineData("http://*:9090")]
    [InlineData("http://10.1.2.3:9090")]
    [InlineData("http://shop.example:9090")]
    public void An_admin_address_that_others_can_reach_needs_a_token(string address) =>
        Assert.Equal(
            $"option --admin: {address} can be reached from other machines, and whoever does could stop this host; set admin-token-file, "
                + "or write http://127.0.0.1:PORT",
            Assert.Single(_workspace.Errors("app: MyApp.dll", "--admin", address)));

    [Theory]
    [InlineData("http://127.0.0.1:9090")]
    [InlineData("http://[::1]:9090")]
    [InlineData("http://localhost:9090")]
    public void An_admin_address_on_loopback_needs_none(string address) =>
        Assert.Equal(address, _workspace.Settings("app: MyApp.dll", "--admin", address).Control.Admin!.Text);
}
