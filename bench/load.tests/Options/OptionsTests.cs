using AppHost.Load.Connections;
using AppHost.Load.Engine;
using AppHost.Load.Options;

namespace AppHost.Load.Tests.Options;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("250us", 250)]
    [InlineData("10us", 10)]
    [InlineData("50ms", 50_000)]
    [InlineData("1.5s", 1_500_000)]
    [InlineData("2m", 120_000_000)]
    [InlineData("1h", 3_600_000_000)]
    public void Durations_have_units(string text, long microseconds)
    {
        Assert.True(Quantities.TryReadDuration(text, out var duration));
        Assert.Equal(microseconds, (long)duration.TotalMicroseconds);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("")]
    [InlineData("ms")]
    [InlineData("-1s")]
    [InlineData("1e3s")]
    [InlineData("25h")]
    [InlineData("1 s")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(Quantities.TryReadDuration(text, out _));

    [Theory]
    [InlineData("100", 100)]
    [InlineData("16KiB", 16384)]
    [InlineData("1.5MiB", 1572864)]
    public void Sizes_have_binary_units(string text, long bytes)
    {
        Assert.True(Quantities.TryReadSize(text, out var size));
        Assert.Equal(bytes, size);
    }

    [Fact]
    public void A_repeated_option_keeps_all_its_values_and_takes_no_other_word()
    {
        var joined = RepeatedOptions.Join(["--path", "/a", "http://x", "--path=/b:2", "--rate", "5", "--path", "/c"], "--path");
        Assert.Equal(["--path", "/a\u001f/b:2\u001f/c", "http://x", "--rate", "5"], joined);
        Assert.Equal(["/a", "/b:2", "/c"], RepeatedOptions.Split(joined[1]));
    }

    [Fact]
    public void An_option_without_its_value_is_left_for_the_parser_to_refuse() =>
        Assert.Equal(["--path"], RepeatedOptions.Join(["--path"], "--path"));

    [Fact]
    public void A_plan_has_what_was_asked_for()
    {
        var options = Valid();
        (options.Rate, options.Paths, options.Skew, options.Ideal) = (100, "/a:3\u001f/b", "10:90", "16:50ms");
        var (plan, ideal, _, errors) = PlanReader.Read(options);
        Assert.Empty(errors);
        Assert.Equal([("/a", 3.0), ("/b", 1.0)], plan!.Paths.Select(path => (path.Path, path.Weight)));
        Assert.Equal(new Skew(0.1, 0.9), plan.Skew);
        Assert.Equal(new OpenLoop(100, default), plan.Pacing);
        Assert.Equal((16, TimeSpan.FromMilliseconds(50)), (ideal!.Servers, ideal.Service));
        Assert.True(plan.KeepsLog);
    }

    [Theory]
    [InlineData("0-400ms", 0, 400)]
    [InlineData("100ms", 100, 100)]
    [InlineData("50ms-1s", 50, 1000)]
    public void Think_time_is_one_duration_or_two(string text, int min, int max)
    {
        var options = Valid();
        options.Think = text;
        Assert.Equal(new ClosedLoop(TimeSpan.FromMilliseconds(min), TimeSpan.FromMilliseconds(max)), PlanReader.Read(options).Plan!.Pacing);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var options = new RunOptions
        {
            Target = "ftp://x", Rate = -1, Think = "x", Skew = "1", Ideal = "4", Timeout = "0", Warmup = "1", Duration = "-", Requests = 0,
            Threads = 0, Connections = 0, Method = "get", BodySize = "x", Headers = "none", Paths = "a", Arrivals = "normal", Spin = "1",
            CpuOf = "x",
        };
        var errors = PlanReader.Read(options).Errors;
        foreach (var name in new[] { "target", "--rate", "--think", "--skew", "--ideal", "--timeout", "--warmup", "--duration",
            "--requests", "--threads", "--connections", "--method", "--body-size", "--header",
            "--path", "--arrivals", "--spin", "--cpu-of" })
            Assert.Contains(errors, error => error.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_machine_that_is_not_this_one_is_refused_unless_allowed()
    {
        var options = Valid();
        options.Target = "http://192.0.2.1:80/";
        Assert.Contains("--allow-remote", Assert.Single(PlanReader.Read(options).Errors), StringComparison.Ordinal);
        options.AllowRemote = true;
        Assert.Empty(PlanReader.Read(options).Errors);
    }

    [Theory]
    [InlineData("http://127.0.0.1:80", "/")]
    [InlineData("http://127.0.0.1:80/", "/")]
    [InlineData("http://[::1]:80/a?b=c", "/a?b=c")]
    [InlineData("unix:/run/x.sock", "/")]
    public void The_path_of_the_target_is_the_path_to_request(string target, string path)
    {
        var options = Valid();
        options.Target = target;
        Assert.Equal(path, Assert.Single(PlanReader.Read(options).Plan!.Paths).Path);
    }

    private static RunOptions Valid() => new()
    {
        Target = "http://127.0.0.1:80", Method = "GET", BodySize = "0", Timeout = "1s", Warmup = "0", Duration = "1s", Threads = 1,
        Spin = "30us",
    };
}
