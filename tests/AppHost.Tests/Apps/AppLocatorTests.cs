using AppHost.Host.Apps;
using AppHost.TestApps;
using AppHost.Worker.Apps;

namespace AppHost.Tests.Apps;

public sealed class AppLocatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_DLL_is_used_as_it_is() => Assert.Equal(new AppDll(TestApp.Path("Hello")), AppLocator.Locate(TestApp.Path("Hello")));

    [Fact]
    public void Links_on_the_way_to_a_DLL_are_followed()
    {
        var dll = _folder.Write("releases/42/App.dll", "");
        Directory.CreateSymbolicLink(_folder.Combine("current"), "releases/42");
        Assert.Equal(new AppDll(dll), AppLocator.Locate(_folder.Combine("current/App.dll")));
    }

    [Theory]
    [InlineData("App.csproj")]
    [InlineData("App.fsproj")]
    [InlineData("App.vbproj")]
    public void The_only_project_of_a_folder_is_taken(string name)
    {
        var project = _folder.Write(name, "");
        _folder.Write("App.dll", "");
        _folder.Write("App.deps.json", "");
        Assert.Equal(new AppProject(project), AppLocator.Locate(_folder.Path + "/"));
        Assert.Equal(new AppProject(project), AppLocator.Locate(project));
    }

    [Fact]
    public void Several_projects_in_a_folder_are_named()
    {
        var failure = Failure(_folder.Path, _folder.Write("A.csproj", ""), _folder.Write("B.fsproj", ""));
        Assert.Equal($"{_folder.Path} has several projects.", failure.Message);
    }

    [Theory]
    [InlineData("App.deps.json")]
    [InlineData("App.runtimeconfig.json")]
    public void The_app_of_a_publish_folder_is_taken(string mark)
    {
        var dll = _folder.Write("App.dll", "");
        _folder.Write("Dependency.dll", "");
        _folder.Write(mark, "{}");
        Assert.Equal(new AppDll(dll), AppLocator.Locate(_folder.Path));
    }

    [Fact]
    public void Several_apps_in_a_publish_folder_are_named()
    {
        _folder.Write("A.deps.json", "");
        _folder.Write("B.deps.json", "");
        var failure = Failure(_folder.Path, _folder.Write("A.dll", ""), _folder.Write("B.dll", ""));
        Assert.Equal($"{_folder.Path} has several apps.", failure.Message);
    }

    [Fact]
    public void A_folder_without_a_project_names_those_below_it()
    {
        var failure = Failure(_folder.Path, _folder.Write("src/App/App.csproj", ""), _folder.Write("src/Library/Library.csproj", ""));
        Assert.Equal($"{_folder.Path} has neither a project nor a published app.", failure.Message);
    }

    [Fact]
    public void A_solution_is_told_to_be_none() =>
        Assert.EndsWith("is a solution.", Failure(_folder.Write("App.sln", "")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_that_is_not_there_names_the_nearest()
    {
        _folder.Write("Orders/Orders.csproj", "");
        Assert.Equal($"Did you mean {_folder.Combine("Orders")}?", Failure(_folder.Combine("Ordres")).Advice);
        Assert.Equal($"Did you mean {_folder.Combine("Orders/Orders.csproj")}?", Failure(_folder.Combine("Orders/Order.csproj")).Advice);
    }

    private static AppFailure Failure(string path, params string[] details)
    {
        var failure = Assert.IsType<NoApp>(AppLocator.Locate(path)).Failure;
        Assert.Equal(details, failure.Details);
        return failure;
    }
}
