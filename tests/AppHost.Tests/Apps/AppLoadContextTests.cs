using AppHost.TestApps;
using AppHost.Worker.Apps;

namespace AppHost.Tests.Apps;

public sealed class AppLoadContextTests
{
    [Fact]
    public async Task An_app_gets_its_own_packages_also_where_the_host_has_another_version()
    {
        Assert.Equal(16, typeof(YamlDotNet.Serialization.Deserializer).Assembly.GetName().Version!.Major);

        await using var app = Boot.Succeeds("WithPackages");

        Assert.Equal(["Newtonsoft.Json 13.0.0.0", "YamlDotNet 13.0.0.0"], app.Handler.ToString()!.Split(Environment.NewLine));
    }

    [Fact]
    public async Task A_base_class_comes_from_the_apps_other_assembly()
    {
        await using var app = Boot.Succeeds("DerivedHandler");
        Assert.Equal("ManyHandlers", app.Handler.GetType().BaseType!.Assembly.GetName().Name);
        Assert.False(app.Blocks);
    }

    [Fact]
    public async Task The_contract_and_the_frameworks_are_the_hosts()
    {
        await using var app = Boot.Succeeds("Hello");
        var handle = app.Handler.GetType().GetMethod("Handle")!;
        Assert.Same(typeof(Microsoft.AspNetCore.Http.HttpContext), handle.GetParameters()[0].ParameterType);
        Assert.Contains(typeof(IHandler), app.Handler.GetType().GetInterfaces());
    }

    [Fact]
    public async Task A_copy_of_the_contract_in_the_apps_folder_is_not_used()
    {
        using var folder = new TemporaryFolder();
        folder.Write("AppHost.Abstractions.dll", File.ReadAllBytes(typeof(IHandler).Assembly.Location));
        await using var app = Boot.Succeeds(Boot.Request(folder.Write("Hello.dll", File.ReadAllBytes(TestApp.Path("Hello")))));
        Assert.IsType<IHandler>(app.Handler, exactMatch: false);
    }

    [Fact]
    public async Task Framework_code_finds_the_apps_types_by_name()
    {
        await using var app = Boot.Succeeds("WithPackages");
        Assert.NotNull(Type.GetType("WithPackages.VersionsHandler, WithPackages"));
        Assert.NotNull(Type.GetType("Newtonsoft.Json.JsonConvert, Newtonsoft.Json"));

        // The host has this one too, so only contextual reflection tells whose is meant.
        using (app.Context.EnterContextualReflection())
        {
            Assert.Equal(13, Type.GetType("YamlDotNet.Serialization.Deserializer, YamlDotNet")!.Assembly.GetName().Version!.Major);
        }
    }

    [Fact]
    public void A_dependency_that_was_not_copied_is_named_with_the_cure()
    {
        var failure = Boot.Fails("MissingDependency", "MissingDependency.JsonHandler");
        var folder = Path.GetDirectoryName(TestApp.Path("MissingDependency"));
        Assert.Equal($"MissingDependency.dll needs Newtonsoft.Json 13.0.0.0, which is not in {folder}.", failure.Message);
        Assert.Contains("EnableDynamicLoading", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_deps_json_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("MissingDependency.dll", File.ReadAllBytes(TestApp.Path("MissingDependency")));
        var deps = folder.Write("MissingDependency.deps.json", "{");
        var failure = Boot.Fails(Boot.Request(path, "MissingDependency.JsonHandler"));
        Assert.StartsWith($"{deps} cannot be used", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_of_the_host_does_not_stand_in_for_a_missing_one()
    {
        var failure = Boot.Fails("MissingDependency", "MissingDependency.YamlHandler");
        Assert.Contains("needs YamlDotNet 13.0.0.0", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_framework_assembly_than_the_hosts_names_both_versions()
    {
        using var folder = new TemporaryFolder();
        var patched = AssemblyPatch.RaiseReference(File.ReadAllBytes(TestApp.Path("Hello")), "System.Text.Json", 42);
        var path = folder.Write("Hello.dll", patched);
        var app = Boot.Succeeds(Boot.Request(path));

        // Bound when the method that needs it is compiled: in the first request.
        var exception = Assert.ThrowsAny<IOException>(() =>
            ((IHandler)app.Handler).Handle(new Microsoft.AspNetCore.Http.DefaultHttpContext { Request = { Path = "/info" } }));

        var failure = DependencyFailure.From(exception, path);
        Assert.NotNull(failure);
        Assert.Contains("System.Text.Json 42.0.0.0", failure.Message, StringComparison.Ordinal);
        var hosts = typeof(System.Text.Json.JsonSerializer).Assembly.GetName().Version;
        Assert.Contains($"this host has {hosts}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_file_of_the_user_is_no_dependency() =>
        Assert.Null(DependencyFailure.From(new FileNotFoundException("Not there.", "/var/lib/orders.db"), "/srv/App.dll"));
}
