using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Classes;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Tests.Configuration.Classes;

public sealed class ClassReaderTests
{
    [Fact]
    public void A_class_has_conditions_and_limits()
    {
        SourceContent content = Read("""
            classes:
              health:
                path: /health
                threads: 1
              gold:
                header: "X-Tier: gold"
                method: post
                host: "*.example"
                priority: high
                deadline: 500ms
                rate: 30/s
                burst: 5
              reports:
                path: /reports
                threads: 2:4
                queue: 10
                queue-timeout: 5s
            """);
        Assert.Empty(content.Errors);
        Assert.Equal(
            [
                new RequestClass { Name = "health", Path = "/health", Threads = new ThreadRange(1, 1) },
                new RequestClass
                {
                    Name = "gold", Header = "X-Tier", HeaderValue = "gold", Method = "POST", Host = "*.example",
                    Priority = ClassPriority.High, Deadline = TimeSpan.FromMilliseconds(500), Rate = 1800, Burst = 5,
                },
                new RequestClass
                {
                    Name = "reports", Path = "/reports", Threads = new ThreadRange(2, 4), QueueLength = 10, QueueTimeout = TimeSpan.FromSeconds(5),
                },
            ],
            content.Classes);
    }

    [Theory]
    [InlineData("classes: fast", "f:1:10: classes: expected a mapping of names to classes, got 'fast'; write 'NAME:' and its keys below")]
    [InlineData("classes:\n  a: fast", "f:2:6: classes.a: expected a mapping with path, method, header, host, threads, queue, queue-timeout, priority, deadline, rate, burst, got 'fast'; write them on lines of their own below")]
    [InlineData("classes:\n  a: { thread: 1, path: / }", "f:2:8: there is no setting 'classes.a.thread'; did you mean 'threads'?")]
    [InlineData("classes:\n  a: { threads: 1 }", "f:2:6: classes.a: says of no request that it belongs to it; write at least one of path, method, header, host")]
    [InlineData("classes:\n  a: { path: api, threads: 1 }", "f:2:14: classes.a.path: expected a path that begins with a slash, got 'api'; write '/api'")]
    [InlineData("classes:\n  a: { path: /, queue: 1 }", "f:2:24: classes.a.queue: a class without threads of its own waits in the queue of all; write threads as well, or remove the line")]
    [InlineData("classes:\n  a: { path: /, threads: auto }", "f:2:26: classes.a.threads: 'auto' means nothing here; write a number, or remove the line to share the threads of all")]
    [InlineData("classes:\n  a: { path: /, threads: 1, priority: low }", "f:2:39: classes.a.priority: has no meaning beside threads: nobody else waits for them; remove one of the two")]
    [InlineData("classes:\n  a: { path: /, burst: 1 }", "f:2:24: classes.a.burst: has no meaning without rate; write rate as well, or remove the line")]
    [InlineData("classes:\n  a: { path: /, rate: 5 }", "f:2:23: classes.a.rate: expected a rate such as 100/s or 30/m, got '5'; a unit is missing: write 5/s or 5/m")]
    [InlineData("classes:\n  a: { path: /, priority: top }", "f:2:27: classes.a.priority: expected low, normal or high, got 'top'; write one of these")]
    [InlineData("classes:\n  a b: { path: /a }", "f:2:8: classes.a b: expected a name of letters, digits, dashes and underscores: it stands in logs, metrics and the names of threads")]
    [InlineData("classes:\n  a: { header: ': gold' }", "f:2:16: classes.a.header: expected a name, or a name and a value as 'X-Tier: gold', got ': gold'; write it in quotes")]
    [InlineData("classes:\n  a: { method: 'GET, HEAD' }", "f:2:16: classes.a.method: expected one method such as POST, got 'GET, HEAD'; for several write a class for each")]
    [InlineData("classes:\n  a: { path: [/a] }", "f:2:14: classes.a.path: expected text, got a list; write a value or remove the line")]
    public void What_is_wrong_is_said_with_its_place(string yaml, string problem) =>
        Assert.Equal(problem, Assert.Single(Read(yaml).Errors).ToString());

    [Fact]
    public void There_may_be_only_so_many()
    {
        string classes = string.Concat(Enumerable.Range(0, ClassReader.Most).Select(i => $"  c{i}: {{ path: /{i} }}\n"));
        Assert.Empty(Read("classes:\n" + classes).Errors);
        Assert.Equal(
            "f:17:9: classes.last: is one class too many: there may be 15; let some of them share one",
            Assert.Single(Read($"classes:\n{classes}  last: {{ path: /x }}").Errors).ToString());
    }

    [Fact]
    public void Threads_of_a_class_and_caller_runs_contradict_each_other()
    {
        using var workspace = new ConfigurationWorkspace();
        ConfigurationResult result = workspace.LoadYaml("app: MyApp.dll\nqueue: { policy: caller-runs }\nclasses:\n  a: { path: /, threads: 1 }\n  b: { path: /b }\n");
        ConfigurationProblem warning = Assert.Single(result.Warnings);
        Assert.Contains("4:26: classes.a.threads: helps on open connections only", warning.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_is_commented_out_is_none() => Assert.Empty(Read("classes:\n").Errors);

    private static SourceContent Read(string yaml) => YamlSource.Read(yaml, "f");
}
