using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Tests.Configuration.Sources;

public sealed class EnvironmentFileTests
{
    [Fact]
    public void Lines_are_read_with_their_places()
    {
        var errors = new List<ConfigurationProblem>();
        var items = EnvironmentFile.Read(["# comment", "", "A=1", "  export B = 'x y' ", "C=\"", "D=", "E=a=b#c"], "env", errors);
        Assert.Empty(errors);
        Assert.Equal(
            [("A", "1", "env:3:1"), ("B", "x y", "env:4:3"), ("C", "\"", "env:5:1"), ("D", "", "env:6:1"), ("E", "a=b#c", "env:7:1")],
            items.Select(item => (item.Name!, item.Text!, item.Origin.Place)));
    }
}
