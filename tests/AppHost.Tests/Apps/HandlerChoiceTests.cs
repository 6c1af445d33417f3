using AppHost.Worker.Apps;

namespace AppHost.Tests.Apps;

public sealed class HandlerChoiceTests
{
    private static readonly HandlerClass Blocking = new("Shop.Orders+Handler", HandlerContract.Blocking, 1);
    private static readonly HandlerClass Async = new("Shop.Stock+Handler", HandlerContract.Async, 2);

    [Fact]
    public void The_only_handler_needs_no_choice() =>
        Assert.Same(Blocking, Assert.IsType<HandlerApp>(HandlerChoice.Choose("App.dll", Scan([Blocking]), null)).Handler);

    [Theory]
    [InlineData("Shop.Stock+Handler")]
    [InlineData("Shop.Stock.Handler")]
    public void A_nested_class_is_named_as_reflection_or_as_CSharp_has_it(string name) =>
        Assert.Same(Async, Assert.IsType<HandlerApp>(HandlerChoice.Choose("App.dll", Scan([Blocking, Async]), name)).Handler);

    [Fact]
    public void A_class_name_that_two_handlers_have_is_no_choice()
    {
        var failure = Failure(UnhostableReason.SeveralHandlers, Scan([Blocking, Async]), "Handler");
        Assert.Equal("App.dll has 2 handlers that are called Handler.", failure.Message);
        Assert.Equal(["Shop.Orders+Handler (IHandler)", "Shop.Stock+Handler (IAsyncHandler)"], failure.Details);
    }

    [Fact]
    public void One_class_that_registers_services_is_taken()
    {
        var app = Assert.IsType<HandlerApp>(HandlerChoice.Choose("App.dll", Scan([Blocking], ["Shop.Services"]), null));
        Assert.Equal("Shop.Services", app.ServicesClass);
    }

    [Fact]
    public void Several_classes_that_register_services_are_named() =>
        Assert.Equal(["A", "B"], Failure(UnhostableReason.ServicesClass, Scan([Blocking], ["A", "B"]), null).Details);

    [Fact]
    public void Services_that_would_silently_be_missing_are_a_failure()
    {
        var hidden = new UnusableClass("Shop.Services", "is not public", ImplementedContracts.Services);
        var failure = Failure(UnhostableReason.ServicesClass, Scan([Blocking], [], hidden), null);
        Assert.StartsWith(
            "Shop.Services in App.dll implements IHandlerServices but is not public", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_abstract_base_class_for_services_is_none_of_them()
    {
        var @base = new UnusableClass("Shop.ServicesBase", HandlerScan.IsAbstract, ImplementedContracts.Services);
        Assert.IsType<HandlerApp>(HandlerChoice.Choose("App.dll", Scan([Blocking], [], @base), null));
    }

    private static AppFailure Failure(UnhostableReason reason, HandlerScan scan, string? wanted)
    {
        var app = Assert.IsType<UnhostableApp>(HandlerChoice.Choose("App.dll", scan, wanted));
        Assert.Equal(reason, app.Reason);
        return app.Failure;
    }

    private static HandlerScan Scan(HandlerClass[] handlers, string[]? services = null, params UnusableClass[] unusable) =>
        new(handlers, services ?? [], unusable, []);
}
