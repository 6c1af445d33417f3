using AppHost.TestApps;
using AppHost.Worker.Apps;

namespace AppHost.Tests.Apps;

public sealed class AspNetCoreCheckTests
{
    [Fact]
    public void An_app_for_this_framework_is_run_by_dotnet()
    {
        AspNetCoreApp app = Assert.IsType<AspNetCoreApp>(AppInspector.Inspect(TestApp.Path("AspNetCoreApp")));
        Assert.Null(app.Program);
        Assert.False(app.RunsOnNewerFramework);
    }

    [Fact]
    public void A_self_contained_app_is_run_by_its_own_program()
    {
        using var folder = new TemporaryFolder();
        string library = PublishedForm.SelfContained("AspNetCoreApp", folder.Path);
        Assert.Equal(Path.ChangeExtension(library, null), Assert.IsType<AspNetCoreApp>(AppInspector.Inspect(library)).Program);
    }

    [Fact]
    public void A_self_contained_app_without_its_program_is_refused()
    {
        using var folder = new TemporaryFolder();
        string library = PublishedForm.SelfContained("AspNetCoreApp", folder.Path);
        File.Delete(Path.ChangeExtension(library, null));
        Assert.Equal(UnhostableReason.NoProgram, Reason(library));
    }

    [Theory]
    [InlineData("8.0.0")]
    [InlineData("9.0.11")]
    public void An_app_for_an_older_framework_takes_this_one(string version)
    {
        using var folder = new TemporaryFolder();
        string library = PublishedForm.ForFramework("AspNetCoreApp", folder.Path, version);
        AspNetCoreApp app = Assert.IsType<AspNetCoreApp>(AppInspector.Inspect(library));
        Assert.True(app.RunsOnNewerFramework);
        Assert.Equal(version, app.FrameworkVersion.ToString());
    }

    [Theory]
    [InlineData("10.0.99")]
    [InlineData("12.0.0")]
    public void An_app_for_a_framework_that_is_not_installed_is_refused_by_its_version(string version)
    {
        using var folder = new TemporaryFolder();
        string library = PublishedForm.ForFramework("AspNetCoreApp", folder.Path, version);
        UnhostableApp app = Assert.IsType<UnhostableApp>(AppInspector.Inspect(library));
        Assert.Equal(UnhostableReason.MissingFramework, app.Reason);
        Assert.Contains(version, app.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trimmed_app_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(UnhostableReason.NoStartupHooks, Reason(PublishedForm.Trimmed("AspNetCoreApp", folder.Path)));
    }

    [Fact]
    public void A_single_file_app_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        string program = PublishedForm.SingleFile("AspNetCoreApp", folder.Path);
        UnhostableApp app = Assert.IsType<UnhostableApp>(AppInspector.Inspect(program));
        Assert.Equal(UnhostableReason.NativeProgram, app.Reason);
        Assert.Contains("PublishSingleFile", app.Failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_of_NativeAOT_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        string program = folder.Write("Shop", [0x7f, .. "ELF"u8, .. new byte[100], .. ".text\0__managedcode\0"u8]);
        UnhostableApp app = Assert.IsType<UnhostableApp>(AppInspector.Inspect(program));
        Assert.Contains("PublishAot", app.Failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_of_ASP_NET_Core_2_is_refused() => Assert.Equal(UnhostableReason.WebHostBuilder, Reason(TestApp.Path("WebHostBuilderApp")));

    [Fact]
    public void A_framework_that_is_not_installed_is_named()
    {
        using var folder = new TemporaryFolder();
        string library = PublishedForm.ForFramework("AspNetCoreApp", folder.Path, "10.0.0");
        string configuration = Path.ChangeExtension(library, ".runtimeconfig.json");
        File.WriteAllText(configuration, File.ReadAllText(configuration).Replace("Microsoft.NETCore.App", "Microsoft.WindowsDesktop.App", StringComparison.Ordinal));
        UnhostableApp app = Assert.IsType<UnhostableApp>(AppInspector.Inspect(library));
        Assert.Equal(UnhostableReason.MissingFramework, app.Reason);
        Assert.Contains("Microsoft.WindowsDesktop.App", app.Failure.Message, StringComparison.Ordinal);
    }

    private static UnhostableReason Reason(string path) => Assert.IsType<UnhostableApp>(AppInspector.Inspect(path)).Reason;
}
