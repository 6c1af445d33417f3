using AppHost.FunctionalTests.Harness;
using AppHost.TestApps;

namespace AppHost.FunctionalTests.Commands;

/// <summary>An app as its owner has it on disk: a project or a folder.</summary>
public sealed class RunProjectTests
{
    [Theory]
    [InlineData("examples/Hello")]
    [InlineData("examples/Hello/Hello.csproj")]
    public async Task A_project_is_built_and_served(string path)
    {
        await using HostProcess host = await HostProcess.StartAsync(
            new HostLaunch("run", "-w", "1", "-b", "http://127.0.0.1:0", Path.Combine(TestApp.Root, path)));
        Assert.Equal("Hello, World!", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
    }
}
