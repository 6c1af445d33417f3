using System.Text;
using AppHost.TestApps;
using AppHost.Worker.Apps;

namespace AppHost.Tests.Apps;

public sealed class AppInspectorTests
{
    [Fact]
    public void A_blocking_handler_is_found()
    {
        var app = Assert.IsType<HandlerApp>(AppInspector.Inspect(TestApp.Path("Hello")));
        Assert.Equal("Hello.HelloHandler", app.Handler.Name);
        Assert.Equal(HandlerContract.Blocking, app.Handler.Contract);
        Assert.Null(app.ServicesClass);
    }

    [Fact]
    public void An_asynchronous_handler_is_found()
    {
        var app = Assert.IsType<HandlerApp>(AppInspector.Inspect(TestApp.Path("AsyncHello")));
        Assert.Equal("AsyncHello.AsyncHelloHandler", app.Handler.Name);
        Assert.Equal(HandlerContract.Async, app.Handler.Contract);
    }

    [Fact]
    public void The_class_that_registers_services_is_found() =>
        Assert.Equal("Misbehaving.Services", Assert.IsType<HandlerApp>(AppInspector.Inspect(TestApp.Path("Misbehaving"))).ServicesClass);

    [Fact]
    public void Inspecting_loads_nothing()
    {
        AppInspector.Inspect(TestApp.Path("HangingBoot"));
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "HangingBoot");
    }

    [Fact]
    public void Several_handlers_are_listed_with_their_contracts_and_the_option()
    {
        var failure = Failure(UnhostableReason.SeveralHandlers, TestApp.Path("ManyHandlers"));
        Assert.Equal(
            [
                "ManyHandlers.BothHandler (IHandler and IAsyncHandler)",
                "ManyHandlers.FirstHandler (IHandler)",
                "ManyHandlers.SecondHandler (IAsyncHandler)",
            ],
            failure.Details);
        Assert.Contains("--handler ManyHandlers.", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ManyHandlers.FirstHandler")]
    [InlineData("FirstHandler")]
    public void A_handler_is_chosen_by_its_full_or_its_class_name(string name)
    {
        var app = Assert.IsType<HandlerApp>(AppInspector.Inspect(TestApp.Path("ManyHandlers"), name));
        Assert.Equal("ManyHandlers.FirstHandler", app.Handler.Name);
    }

    [Fact]
    public void A_handler_through_a_generic_base_class_is_chosen() =>
        Assert.Equal(
            HandlerContract.Async,
            Assert.IsType<HandlerApp>(AppInspector.Inspect(TestApp.Path("ManyHandlers"), "ManyHandlers.SecondHandler")).Handler.Contract);

    [Fact]
    public void A_handler_through_a_base_class_in_another_assembly_is_found()
    {
        var app = Assert.IsType<HandlerApp>(AppInspector.Inspect(TestApp.Path("DerivedHandler")));
        Assert.Equal("DerivedHandler.NumberHandler", app.Handler.Name);
        Assert.Equal(HandlerContract.Async, app.Handler.Contract);
    }

    [Theory]
    [InlineData("ManyHandlers.FristHandler")]
    [InlineData("Wrong.Namespace.FirstHandler")]
    public void The_nearest_handler_to_a_wrong_name_is_named(string name)
    {
        var failure = Failure(UnhostableReason.UnknownHandler, TestApp.Path("ManyHandlers"), name);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.Equal("Did you mean --handler ManyHandlers.FirstHandler?", failure.Advice);
    }

    [Fact]
    public void A_name_near_to_none_lists_the_handlers()
    {
        var failure = Failure(UnhostableReason.UnknownHandler, TestApp.Path("Hello"), "Completely.Different");
        Assert.Equal(["Hello.HelloHandler (IHandler)"], failure.Details);
    }

    [Theory]
    [InlineData("ManyHandlers.NotAHandler", "is not a handler")]
    [InlineData("ManyHandlers.InternalHandler", "is not public")]
    [InlineData("ManyHandlers.OpenGenericHandler`1", "is generic")]
    [InlineData("ManyHandlers.AsyncHandlerBase`1", "is abstract")]
    public void A_class_that_is_no_handler_or_cannot_be_made_says_why(string name, string expected)
    {
        var failure = Failure(UnhostableReason.NotAHandler, TestApp.Path("ManyHandlers"), name);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_handler_of_both_contracts_is_refused() =>
        Failure(UnhostableReason.BothContracts, TestApp.Path("ManyHandlers"), "ManyHandlers.BothHandler");

    [Fact]
    public void A_class_library_without_a_handler_is_told_what_to_add()
    {
        var failure = Failure(UnhostableReason.NoHandler, TestApp.Path("NoHandler"));
        Assert.Contains("AppHost.IHandler", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ASP_NET_Core_app_is_recognised() => Assert.IsType<AspNetCoreApp>(AppInspector.Inspect(TestApp.Path("AspNetCoreApp")));

    [Fact]
    public void An_ASP_NET_Core_DLL_without_its_runtime_configuration_is_told_where_the_right_one_is()
    {
        using var folder = new TemporaryFolder();
        var copy = folder.Write("AspNetCoreApp.dll", File.ReadAllBytes(TestApp.Path("AspNetCoreApp")));
        Assert.Contains("dotnet publish", Failure(UnhostableReason.NoRuntimeConfiguration, copy).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_console_program_is_told_apart() => Failure(UnhostableReason.ConsoleProgram, TestApp.Path("ConsoleApp"));

    [Fact]
    public void A_file_that_is_not_there_names_the_nearest()
    {
        var failure = Failure(UnhostableReason.NotFound, Path.ChangeExtension(TestApp.Path("Hello"), null) + "o.dll");
        Assert.Equal($"Did you mean {TestApp.Path("Hello")}?", failure.Advice);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        using var folder = new TemporaryFolder();
        var failure = Failure(UnhostableReason.NotFound, folder.Combine("gone/App.dll"));
        Assert.Contains(folder.Combine("gone"), failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_cannot_be_read_as_a_DLL()
    {
        using var folder = new TemporaryFolder();
        Failure(UnhostableReason.Unreadable, folder.Path);
    }

    [Fact]
    public void An_empty_file_is_called_empty()
    {
        using var folder = new TemporaryFolder();
        Assert.EndsWith("is empty.", Failure(UnhostableReason.NotDotNet, folder.Write("App.dll", "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_file_is_not_an_assembly()
    {
        using var folder = new TemporaryFolder();
        Failure(UnhostableReason.NotDotNet, folder.Write("App.dll", "This is not a DLL.\n"));
    }

    [Fact]
    public void A_native_program_points_to_the_DLL_beside_it()
    {
        var program = Path.ChangeExtension(TestApp.Path("ConsoleApp"), null);
        Assert.Contains(TestApp.Path("ConsoleApp"), Failure(UnhostableReason.NotDotNet, program).Advice, StringComparison.Ordinal);
    }

    // An upload that broke off can end anywhere. At most half, since the end of a DLL is padding and signature.
    [Fact]
    public void A_DLL_that_was_cut_off_anywhere_is_not_an_assembly()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(TestApp.Path("Hello"));
        for (var length = 1; length <= whole.Length / 2; length += 97)
        {
            Failure(UnhostableReason.NotDotNet, folder.Write("Hello.dll", whole[..length]));
        }
    }

    [Fact]
    public void A_damaged_DLL_never_makes_the_inspector_throw()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(TestApp.Path("ManyHandlers"));
        var random = new Random(20260801);
        for (var round = 0; round < 300; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var i = 0; i < 40; i++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            Assert.NotNull(AppInspector.Inspect(folder.Write("App.dll", damaged)));
        }
    }

    [Fact]
    public void A_newer_target_framework_is_named_beside_the_hosts_own()
    {
        using var folder = new TemporaryFolder();
        var path = Patched(folder, ".NETCoreApp,Version=v10.0"u8, ".NETCoreApp,Version=v11.0"u8);
        var failure = Failure(UnhostableReason.NewerFramework, path);
        Assert.Contains(".NET 11.0", failure.Message, StringComparison.Ordinal);
        Assert.Contains($".NET {Environment.Version}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dll_for_NET_Framework_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = Patched(folder, ".NETCoreApp,Version=v10.0"u8, ".NETFramework,Version=v40"u8); // of the same length
        Assert.Contains(".NET Framework 40", Failure(UnhostableReason.DotNetFramework, path).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System.Runtime", nameof(UnhostableReason.NewerFramework))]
    [InlineData("AppHost.Abstractions", nameof(UnhostableReason.NewerContract))]
    public void A_reference_to_a_newer_version_than_the_hosts_is_refused(string reference, string reason)
    {
        using var folder = new TemporaryFolder();
        var bytes = AssemblyPatch.RaiseReference(File.ReadAllBytes(TestApp.Path("Hello")), reference, major: 42);
        var failure = Failure(Enum.Parse<UnhostableReason>(reason), folder.Write("Hello.dll", bytes));
        Assert.Contains($"{reference} 42.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_assembly_is_refused()
    {
        var reference = Path.Combine(TestApp.Root, "examples/Hello/obj", OutputConfiguration(), "net10.0/ref/Hello.dll");
        Failure(UnhostableReason.ReferenceAssembly, reference);
    }

    private static string OutputConfiguration() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static AppFailure Failure(UnhostableReason reason, string path, string? handler = null)
    {
        var app = Assert.IsType<UnhostableApp>(AppInspector.Inspect(path, handler));
        Assert.Equal(reason, app.Reason);
        Assert.Contains(path, app.Failure.Message, StringComparison.Ordinal);
        Assert.NotNull(app.Failure.Advice);
        return app.Failure;
    }

    private static string Patched(TemporaryFolder folder, ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new)
    {
        var bytes = File.ReadAllBytes(TestApp.Path("Hello"));
        var at = bytes.AsSpan().IndexOf(old);
        Assert.True(at >= 0, $"{Encoding.ASCII.GetString(old)} is not in the DLL.");
        @new.CopyTo(bytes.AsSpan(at));
        return folder.Write("Hello.dll", bytes);
    }
}
