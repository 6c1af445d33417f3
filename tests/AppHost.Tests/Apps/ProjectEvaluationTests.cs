using AppHost.Host.Apps;

namespace AppHost.Tests.Apps;

public sealed class ProjectEvaluationTests
{
    [Theory]
    [InlineData("net8.0;net10.0;net9.0", "net10.0")]
    [InlineData("net8.0; net11.0", "net8.0")]
    [InlineData("net48;net10.0-windows;netstandard2.0", null)]
    [InlineData("", null)]
    public void The_newest_framework_that_the_host_can_load_is_taken(string frameworks, string? expected) =>
        Assert.Equal(expected, new ProjectEvaluation("", frameworks).BestFramework(new Version(10, 0, 12)));

    [Fact]
    public void The_answer_of_MSBuild_is_read() =>
        Assert.Equal(
            new ProjectEvaluation("/bin/App.dll", ""),
            ProjectEvaluation.Parse(["{", "\"Properties\": { \"TargetPath\": \"/bin/App.dll\", \"TargetFrameworks\": \"\" }", "}"]));

    [Theory]
    [InlineData("")]
    [InlineData("MSBuild says something else")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void Anything_else_is_no_answer(string output) => Assert.Null(ProjectEvaluation.Parse([output]));
}
