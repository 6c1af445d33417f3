using AppHost.Host.Master;
using AppHost.Worker.Apps;

namespace AppHost.Tests.Master;

public sealed class AspNetCoreEnvironmentTests
{
    private const string Hooks = "DOTNET_STARTUP_HOOKS";

    private readonly Dictionary<string, string?> _environment = [];

    [Fact]
    public void The_hook_comes_behind_those_of_others()
    {
        _environment[Hooks] = "/otel/hook.dll";
        Add(new AspNetCoreApp("/srv/shop/Shop.dll"));
        Assert.Matches("^/otel/hook.dll:/.*/AppHost.StartupHook.dll$", _environment[Hooks]);
    }

    [Fact]
    public void The_content_root_is_the_folder_of_the_release_unless_somebody_says_otherwise()
    {
        Add(new AspNetCoreApp("/srv/shop/Shop.dll"));
        Assert.Equal("/srv/shop", _environment["ASPNETCORE_CONTENTROOT"]);
        Assert.Equal("/srv/shop", _environment["DOTNET_CONTENTROOT"]);
        _environment.Clear();
        _environment["DOTNET_CONTENTROOT"] = "/elsewhere";
        Add(new AspNetCoreApp("/srv/shop/Shop.dll"));
        Assert.Equal("/elsewhere", _environment["DOTNET_CONTENTROOT"]);
        Assert.DoesNotContain("ASPNETCORE_CONTENTROOT", _environment.Keys);
    }

    [Fact]
    public void An_app_for_an_older_framework_rolls_forward_and_is_told_so()
    {
        var app = new AspNetCoreApp("/srv/shop/Shop.dll") { FrameworkVersion = new Version(8, 0), RunsOnNewerFramework = true };
        Add(app);
        Assert.Equal("LatestMajor", _environment["DOTNET_ROLL_FORWARD"]);
        Assert.Contains("built for .NET 8.0", AspNetCoreEnvironment.Notice(app), StringComparison.Ordinal);
        Assert.Null(AspNetCoreEnvironment.Notice(new AspNetCoreApp("/srv/shop/Shop.dll")));
    }

    [Fact]
    public void The_section_of_the_file_yields_to_the_environment()
    {
        _environment["Shop__Region"] = "us";
        AspNetCoreEnvironment.AddTo(
            _environment, new AspNetCoreApp("/srv/shop/Shop.dll"), new Dictionary<string, string?> { ["Shop:Region"] = "eu", ["Shop:Tax:Rate"] = "19" });
        Assert.Equal(("us", "19"), (_environment["Shop__Region"], _environment["Shop__Tax__Rate"]));
    }

    [Fact]
    public void An_app_is_run_by_dotnet_or_by_its_own_program()
    {
        WorkerCommandLine byDotnet = WorkerCommandLine.Of(new AspNetCoreApp("/srv/shop/Shop.dll"), ["--a"]);
        Assert.Equal("dotnet", Path.GetFileName(byDotnet.Program));
        Assert.Equal(["/srv/shop/Shop.dll", "--a"], byDotnet.Arguments);
        WorkerCommandLine byItself = WorkerCommandLine.Of(new AspNetCoreApp("/srv/shop/Shop.dll") { Program = "/srv/shop/Shop" }, ["--a"]);
        Assert.Equal("/srv/shop/Shop", byItself.Program);
        Assert.Equal(["--a"], byItself.Arguments);
    }

    private void Add(AspNetCoreApp app) => AspNetCoreEnvironment.AddTo(_environment, app, new Dictionary<string, string?>());
}
