using AppHost.Host.Commands;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Tests.Configuration.Sources;

public sealed class CommandLineReaderTests
{
    [Theory]
    [InlineData("--workers 4 MyApp.dll")]
    [InlineData("--workers=4 MyApp.dll")]
    [InlineData("-w 4 MyApp.dll")]
    [InlineData("-w4 MyApp.dll")]
    [InlineData("-w=4 MyApp.dll")]
    [InlineData("MyApp.dll -w 4")]
    [InlineData("-w 3 MyApp.dll -w 4")]
    public void Options_are_written_as_people_write_them(string line)
    {
        var reading = CommandLineReader.Read<RunOptions>(line.Split(' '));
        Assert.Empty(reading.Errors);
        Assert.Equal(("4", "MyApp.dll"), (reading.Options.Workers, reading.Options.App));
    }

    [Fact]
    public void What_was_not_given_is_null()
    {
        var options = CommandLineReader.Read<RunOptions>([]).Options;
        Assert.Null(options.Workers);
        Assert.Null(options.App);
        Assert.Null(options.Arguments);
    }

    [Fact]
    public void A_repeated_option_does_not_swallow_the_app()
    {
        var reading = CommandLineReader.Read<RunOptions>(
            ["-b", "http://a:1?http=2", "--bind", "unix:/x", "MyApp.dll", "--", "--bind", "y", "--"]);
        Assert.Empty(reading.Errors);
        Assert.Equal("MyApp.dll", reading.Options.App);
        Assert.Equal(["http://a:1?http=2", "unix:/x"], reading.Options.Bind!);
        Assert.Equal(["--bind", "y", "--"], reading.Options.Arguments!);
    }

    [Theory]
    [InlineData(" leading")]
    [InlineData("two\nlines")]
    [InlineData("a=b")]
    [InlineData("'quoted'")]
    public void A_value_arrives_unchanged(string value)
    {
        var reading = CommandLineReader.Read<RunOptions>(["--handler", value, "--env", $"A={value}", "--env", "B=2"]);
        Assert.Empty(reading.Errors);
        Assert.Equal(value, reading.Options.Handler);
        Assert.Equal([$"A={value}", "B=2"], reading.Options.EnvironmentVariables!);
    }

    [Theory]
    [InlineData("--workers", "option --workers: its value is missing; write --workers N")]
    [InlineData("-w", "option -w: its value is missing; write -w N")]
    [InlineData("--workers=", "option --workers: its value is missing; write --workers N")]
    [InlineData("--workers --bind x", "option --workers: its value is missing; write --workers N")]
    [InlineData("--workers -- x", "option --workers: its value is missing; write --workers N")]
    [InlineData("--help=yes", "option --help: takes no value, got 'yes'; write --help alone")]
    [InlineData("--thraeds 4 app", "option --thraeds: there is no such option; did you mean --threads?")]
    [InlineData("--nonsense=4 app", "option --nonsense: there is no such option; see --help")]
    [InlineData("-x 4 app", "option -x: there is no such option; see --help")]
    [InlineData("app migrate", "migrate: one operand too many; what the app should get goes after '--'")]
    public void A_mistake_is_named(string line, string error) =>
        Assert.Equal([error], CommandLineReader.Read<RunOptions>(line.Split(' ')).Errors.Select(problem => problem.ToString()));

    [Fact]
    public void Letters_of_switches_may_be_joined()
    {
        var options = CommandLineReader.Read<RunOptions>(["-hw4"]).Options;
        Assert.True(options.Help);
        Assert.Equal("4", options.Workers);
    }

    [Fact]
    public void A_negative_number_is_a_value() =>
        Assert.Equal("-1", CommandLineReader.Read<RunOptions>(["--workers", "-1"]).Options.Workers);

    [Fact]
    public void A_repeated_option_takes_values_that_begin_with_a_dash_too() =>
        Assert.Equal(["-1", "-2"], CommandLineReader.Read<RunOptions>(["--bind=-1", "--bind=-2"]).Options.Bind!);
}
