using System.Globalization;
using AppHost.Host.Master;
using AppHost.Worker.Messages;

namespace AppHost.Tests.Master;

public sealed class WorkerEnvironmentTests
{
    private static readonly Dictionary<string, string> NoneOfTheApp = [];

    [Theory]
    [InlineData(8, 8, 2)]
    [InlineData(8, 1, 8)]
    [InlineData(16, 4, 4)]
    [InlineData(9, 4, 3)]
    [InlineData(1, 1, 2)]
    public void The_processors_are_shared_by_the_workers_with_two_at_least(int cores, int workers, int expected) =>
        Assert.Equal(
            expected.ToString(CultureInfo.InvariantCulture),
            WorkerEnvironment.Create(NoneOfTheApp, _ => false, 0, 0, cores, workers)["DOTNET_PROCESSOR_COUNT"]);

    [Fact]
    public void What_the_host_has_in_its_own_environment_is_left_alone()
    {
        Dictionary<string, string> variables = WorkerEnvironment.Create(NoneOfTheApp, name => name == "DOTNET_gcServer", 3, 7, 4, 4);
        Assert.DoesNotContain("DOTNET_gcServer", variables);
        Assert.Equal("2", variables["DOTNET_PROCESSOR_COUNT"]);
    }

    [Fact]
    public void What_the_configuration_of_the_app_says_wins()
    {
        var app = new Dictionary<string, string> { ["DOTNET_gcServer"] = "1", ["COLOUR"] = "blue" };
        Dictionary<string, string> variables = WorkerEnvironment.Create(app, _ => false, 3, 7, 4, 4);
        Assert.Equal("1", variables["DOTNET_gcServer"]);
        Assert.Equal("blue", variables["COLOUR"]);
        Assert.Equal(2, app.Count);
    }

    [Fact]
    public void Id_and_channel_are_the_hosts_affair_alone()
    {
        var app = new Dictionary<string, string> { [WorkerEnvironment.WorkerIdVariable] = "99", [MasterChannel.DescriptorVariable] = "99" };
        Dictionary<string, string> variables = WorkerEnvironment.Create(app, _ => true, 3, 7, 4, 4);
        Assert.Equal("3", variables["APPHOST_WORKER_ID"]);
        Assert.Equal("7", variables["APPHOST_CHANNEL"]);
    }
}
