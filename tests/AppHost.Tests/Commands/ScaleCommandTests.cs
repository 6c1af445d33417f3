using AppHost.Host.Commands;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control;

namespace AppHost.Tests.Commands;

public sealed class ScaleCommandTests
{
    [Theory]
    [InlineData("8", 8, null)]
    [InlineData("+1", null, 1)]
    [InlineData("-1", null, -1)]
    public void A_sign_makes_it_a_change(string text, int? workers, int? change)
    {
        // As the shell gives it: -1 is no option.
        Assert.Equal(text, CommandLineReader.Read<ScaleOptions>([text]).Options.Count);
        Assert.Equal(new ScaleOrder(workers, change), ScaleCommand.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public void Anything_else_is_none(string? text) => Assert.Null(ScaleCommand.Parse(text));
}
