using AppHost.Host.Apps;
using AppHost.TestApps;
using AppHost.Worker.Apps;

namespace AppHost.Tests.Apps;

/// <summary>These run the real SDK, some seconds each.</summary>
public sealed class ProjectBuilderTests : IDisposable
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFrameworks>net10.0</TargetFrameworks>
            <AssemblyName>Renamed</AssemblyName>
          </PropertyGroup>
        </Project>
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
    }

    [Fact]
    public async Task A_DLL_needs_no_build()
    {
        var app = await Prepare(TestApp.Path("Hello"));
        Assert.Equal(new ReadyApp(TestApp.Path("Hello"), ProjectPath: null), app);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task A_folder_that_is_no_app_fails_without_a_build() => Assert.IsType<FailedApp>(await Prepare(_folder.Path));

    [Fact]
    public async Task A_project_is_built_for_the_framework_of_the_host_and_its_DLL_found_under_its_own_name()
    {
        var project = _folder.Write("App.csproj", Project);
        _folder.Write("Library.cs", "public class Library;");

        var app = await Prepare(_folder.Path);

        Assert.Equal(new ReadyApp(_folder.Combine("bin/Release/net10.0/Renamed.dll"), project), app);
        Assert.True(File.Exists(_folder.Combine("bin/Release/net10.0/Renamed.dll")));
        Assert.Contains($"Built {project} in ", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compiler_error_is_shown_with_file_line_and_column()
    {
        var project = _folder.Write("App.csproj", Project);
        var source = _folder.Write("Library.cs", "public class Library\n{\n    int Number() => \"text\";\n}\n");

        var failure = await Failure(project);

        Assert.Equal($"Building {project} failed.", failure.Message);
        Assert.StartsWith($"{source}(3,21): error CS0029: ", Assert.Single(failure.Details), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_in_the_project_itself_is_shown_with_its_place()
    {
        var project = _folder.Write("App.csproj", "<Project>\n  <PropertyGroup>\n</Project>\n");
        var failure = await Failure(project);
        Assert.Contains(failure.Details, line => line.StartsWith($"{project}(3,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_project_for_newer_frameworks_only_names_both()
    {
        var project = _folder.Write("App.csproj", Project.Replace("net10.0", "net98.0;net99.0", StringComparison.Ordinal));
        var failure = await Failure(project);
        Assert.Contains("net98.0;net99.0", failure.Message, StringComparison.Ordinal);
        Assert.Contains($".NET {Environment.Version}", failure.Message, StringComparison.Ordinal);
    }

    private Task<PreparedApp> Prepare(string path) =>
        new ProjectBuilder(_output, terminal: false, TimeProvider.System).PrepareAsync(path, TestContext.Current.CancellationToken);

    private async Task<AppFailure> Failure(string path) => Assert.IsType<FailedApp>(await Prepare(path)).Failure;
}
