using AppHost.FunctionalTests.Harness;
using AppHost.TestApps;

namespace AppHost.FunctionalTests.AspNetCore;

/// <summary>The shapes in which ASP.NET Core programs come: those that are served, and those that are refused with a reason.</summary>
public sealed class ShapeTests
{
    [Theory]
    [InlineData("slim", "slim")]
    [InlineData("empty", "empty")]
    [InlineData("startup", "startup")]
    [InlineData("own-lifetime", "own lifetime")]
    [InlineData("start-and-wait", "started")]
    [InlineData("two-hosts", "two hosts")]
    public async Task A_host_of_this_shape_is_served_and_ends_by_itself(string shape, string answer)
    {
        await using HostProcess host = await HostProcess.StartAsync(Launch(shape, "-w", "2"));
        Assert.Equal(answer, await GetAsync(host, "/"));
        Assert.Equal(0, await host.StopAsync());
        Assert.Equal(2, host.Log.CountOf("has left: Stop, exit code 0"));
    }

    [Theory]
    [InlineData("throws-before-build", "The app failed: InvalidOperationException: The database 'orders' does not answer")]
    [InlineData("throws-after-build", "The app failed: InvalidOperationException: The table 'orders' cannot be changed")]
    [InlineData("throws-in-hosted-service", "The app failed: InvalidOperationException: The queue 'orders' does not answer")]
    [InlineData("never-runs", "The app's Main ended before it served anything")]
    [InlineData("does-not-host", "The app's Main ended before it served anything")]
    [InlineData("custom-server", "The app replaces the web server: WebShapes.Shapes.CustomServer+OwnServer")]
    [InlineData("two-web-hosts", "The app starts a second web server")]
    [InlineData("no-server", "The app has started a host without a web server")]
    public async Task A_program_that_cannot_be_served_is_refused_at_boot(string shape, string reason)
    {
        CommandResult result = await HostProcess.RunToEndAsync(Launch(shape, "-w", "2"));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains($"The app does not boot: {reason}", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_Main_is_told_with_the_frames_of_the_app()
    {
        CommandResult result = await HostProcess.RunToEndAsync(Launch("throws-before-build", "-w", "1"));
        Assert.Matches(@"at WebShapes\.Shapes\.ThrowsBeforeBuild\.RunAsync\(.*Failing\.cs", result.Errors);
    }

    [Fact]
    public async Task A_host_of_ASP_NET_Core_2_is_refused_with_a_way_out()
    {
        CommandResult result = await HostProcess.RunToEndAsync(HostLaunch.Run("WebHostBuilderApp"));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("WebHostBuilder", result.Errors, StringComparison.Ordinal);
        Assert.Contains("ConfigureWebHostDefaults", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hard-coded-url", "hard-coded", "http://localhost:5123")]
    [InlineData("listen-in-code", "in code", "http://localhost:5124, http://[::]:5125")]
    public async Task Addresses_of_the_app_are_replaced_and_named_once(string shape, string answer, string asked)
    {
        await using HostProcess host = await HostProcess.StartAsync(Launch(shape, "-w", "2"));
        Assert.Equal(answer, await GetAsync(host, "/"));
        Assert.Equal(1, host.Log.CountOf("The app asks for "));
        Assert.Contains($"The app asks for {asked}", host.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_that_the_app_sets_for_Kestrel_hold()
    {
        await using HostProcess host = await HostProcess.StartAsync(Launch("listen-in-code", "-w", "1"));
        using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        Assert.Equal(200, (await client.PostAsync("/", new string('x', 1000))).Status);
        Assert.Equal(413, (await client.PostAsync("/", new string('x', 1001))).Status);
    }

    [Fact]
    public async Task Programs_that_the_app_starts_are_not_hooked()
    {
        await using HostProcess host = await HostProcess.StartAsync(Launch("child-process", "-w", "1"));
        string[] child = (await GetAsync(host, "/")).Split('\n');
        Assert.Equal("none", child[0]);
        Assert.DoesNotContain("AppHost", child[1], StringComparison.Ordinal);
        Assert.Equal("none", await GetAsync(host, "/hooks"));
    }

    [Fact]
    public async Task A_background_service_learns_which_worker_it_runs_in()
    {
        await using HostProcess host = await HostProcess.StartAsync(Launch("hosted-service", "-w", "2"));
        Assert.Equal(1, host.Log.CountOf("Ticker: each worker runs a copy"));
        await Patience.UntilAsync(async () => await GetAsync(host, "/") is not "0", "worker 0 ticks");
    }

    [Fact]
    public async Task An_app_that_stops_its_host_is_replaced()
    {
        await using HostProcess host = await HostProcess.StartAsync(Launch("leaves-by-itself", "-w", "1", "--linger", "1s"));
        int first = Assert.Single(host.Workers);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/leave")).Status);
        await host.Log.WaitForAsync($@"\({first}\) drains: AppStopped");
        await host.Log.WaitForAsync($@"\({first}\) has left: AppStopped, exit code 7");
        await Patience.UntilAsync(() => host.Workers.Any(id => id != first), "another worker has started");
    }

    [Fact]
    public async Task A_self_contained_app_runs_by_its_own_executable()
    {
        using var folder = new TemporaryFolder();
        string library = PublishedForm.SelfContained("AspNetCoreApp", folder.Path);
        await using HostProcess host = await HostProcess.StartAsync(new HostLaunch("run", "-w", "1", "-b", "http://127.0.0.1:0", "--no-snapshot", library));
        Assert.Equal("Hello, World!", await GetAsync(host, "/"));
        Assert.EndsWith("/AspNetCoreApp", File.ResolveLinkTarget($"/proc/{Assert.Single(host.Workers)}/exe", returnFinalTarget: false)!.FullName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_for_an_older_framework_runs_on_this_one_and_is_told_so_once()
    {
        using var folder = new TemporaryFolder();
        string library = PublishedForm.ForFramework("AspNetCoreApp", folder.Path, "8.0.0");
        await using HostProcess host = await HostProcess.StartAsync(new HostLaunch("run", "-w", "2", "-b", "http://127.0.0.1:0", library));
        Assert.Equal("Hello, World!", await GetAsync(host, "/"));
        Assert.Equal(1, host.Log.CountOf(@"was built for \.NET 8\.0 and runs on \.NET 10\.0"));
    }

    [Fact]
    public async Task A_single_file_app_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        CommandResult result = await HostProcess.RunToEndAsync(new HostLaunch("run", PublishedForm.SingleFile("AspNetCoreApp", folder.Path)));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("is a single-file app", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_boots_the_app_and_serves_nothing()
    {
        CommandResult result = await HostProcess.RunToEndAsync(
            new HostLaunch("check", TestApp.Path("WebShapes")) { Environment = Shape("slim") });
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("the app boots (ASP.NET Core app in", result.Output, StringComparison.Ordinal);
    }

    private static HostLaunch Launch(string shape, params string[] options) =>
        HostLaunch.Run("WebShapes", options) with { Environment = Shape(shape) };

    private static Dictionary<string, string> Shape(string shape) => new() { ["SHAPE"] = shape };

    private static async Task<string> GetAsync(HostProcess host, string path) => (await HttpConnection.GetOnceAsync(host.EndPoint, path)).Body;
}
