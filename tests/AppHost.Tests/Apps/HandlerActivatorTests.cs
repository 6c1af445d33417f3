using AppHost.TestApps;
using AppHost.Worker.Apps;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Tests.Apps;

public sealed class HandlerActivatorTests
{
    [Fact]
    public async Task A_blocking_handler_comes_up_and_answers()
    {
        await using var app = Boot.Succeeds("Hello");
        Assert.True(app.Blocks);
        Assert.Null(app.Lifecycle);

        var (context, body) = Request("/info");
        ((IHandler)app.Handler).Handle(context);

        var json = System.Text.Encoding.UTF8.GetString(body.ToArray());
        Assert.Contains("\"workerId\":3,\"generation\":7,\"workerClass\":\"threaded\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_asynchronous_handler_comes_up_and_answers()
    {
        await using var app = Boot.Succeeds("AsyncHello");
        Assert.False(app.Blocks);

        var (context, body) = Request("/");
        await ((IAsyncHandler)app.Handler).HandleAsync(context);

        Assert.Equal("Hello, World!"u8, body.ToArray());
    }

    [Fact]
    public async Task The_hello_route_sets_type_and_length()
    {
        await using var app = Boot.Succeeds("Hello");
        var (context, body) = Request("/");

        ((IHandler)app.Handler).Handle(context);
        await context.Response.CompleteAsync();

        Assert.Equal("Hello, World!"u8, body.ToArray());
        Assert.Equal("text/plain", context.Response.ContentType);
        Assert.Equal(13, context.Response.ContentLength);
    }

    [Fact]
    public async Task A_handler_that_wants_to_know_of_its_workers_turns_is_told_and_disposed_at_the_end()
    {
        using var folder = new TemporaryFolder();
        var events = folder.Combine("events");
        var request = Boot.Request(TestApp.Path("Lifecycle")) with { Arguments = [$"--EventsFile={events}"] };
        await using (var app = Boot.Succeeds(request))
        {
            Assert.NotNull(app.Lifecycle);
            await app.Lifecycle.StartingAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([$"{Environment.ProcessId} 3 starting", $"{Environment.ProcessId} 3 disposed"], File.ReadAllLines(events));
    }

    [Fact]
    public async Task Scoped_services_of_the_app_live_as_long_as_the_scope()
    {
        await using var app = Boot.Succeeds("Misbehaving");
        await using (var scope = app.ScopeFactory.CreateAsyncScope())
        {
            var (context, body) = Request("/services");
            context.RequestServices = scope.ServiceProvider;
            ((IHandler)app.Handler).Handle(context);
            Assert.Equal("same=True number=1 disposed=0"u8, body.ToArray());
        }

        var (second, secondBody) = Request("/services");
        await using var next = app.ScopeFactory.CreateAsyncScope();
        second.RequestServices = next.ServiceProvider;
        ((IHandler)app.Handler).Handle(second);
        Assert.Equal("same=True number=2 disposed=1"u8, secondBody.ToArray());
    }

    [Fact]
    public void A_scoped_service_outside_of_a_scope_is_refused()
    {
        var app = Boot.Succeeds("Misbehaving");
        var unitOfWork = app.Handler.GetType().Assembly.GetType("Misbehaving.UnitOfWork", throwOnError: true)!;
        Assert.Throws<InvalidOperationException>(() => app.Services.GetRequiredService(unitOfWork));
    }

    [Fact]
    public void An_exception_of_a_constructor_is_shown_with_the_users_frames_only()
    {
        var failure = Boot.Fails("ThrowingConstructor", "ThrowingConstructor.ThrowingHandler");
        Assert.Equal(
            "Creating ThrowingConstructor.ThrowingHandler failed: InvalidOperationException: The database 'orders' does not answer.",
            failure.Message);
        Assert.Collection(
            failure.Details,
            frame => Assert.Matches(@"^at ThrowingConstructor\.Database\.Open\(\) in .*Handlers\.cs:line \d+$", frame),
            frame => Assert.StartsWith("at ThrowingConstructor.ThrowingHandler..ctor()", frame, StringComparison.Ordinal),
            cause => Assert.Equal("caused by TimeoutException: 10 s are over.", cause));
    }

    [Fact]
    public void An_exception_of_a_static_constructor_is_unwrapped()
    {
        var failure = Boot.Fails("ThrowingConstructor", "ThrowingConstructor.ThrowingStaticHandler");
        Assert.Contains("FormatException: The input string 'no port'", failure.Message, StringComparison.Ordinal);
        var frame = Assert.Single(failure.Details);
        Assert.StartsWith("at ThrowingConstructor.ThrowingStaticHandler..cctor()", frame, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constructor_argument_that_nobody_can_give_is_named_with_the_cure()
    {
        var failure = Boot.Fails("ThrowingConstructor", "ThrowingConstructor.NeedyHandler");
        Assert.Equal(["ThrowingConstructor.IClock clock: no such service is registered"], failure.Details);
        Assert.Contains("IHandlerServices", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_handler_without_a_public_constructor_is_refused() =>
        Assert.Contains(
            "no public constructor",
            Boot.Fails("ThrowingConstructor", "ThrowingConstructor.PrivateHandler").Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_class_that_went_away_after_the_inspection_is_a_failure_not_an_exception()
    {
        var failure = Boot.Fails(Boot.Request(TestApp.Path("Hello")) with { Handler = Unknown("Hello.Gone") });
        Assert.Contains("Hello.Gone", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_from_another_build_does_not_bring_up_another_class()
    {
        var other = Assert.IsType<HandlerApp>(AppInspector.Inspect(TestApp.Path("ManyHandlers"), "FirstHandler")).Handler;
        var stale = Unknown("ManyHandlers.SecondHandler") with { MetadataToken = other.MetadataToken };
        await using var app = Boot.Succeeds(Boot.Request(TestApp.Path("ManyHandlers"), "SecondHandler") with { Handler = stale });
        Assert.Equal("ManyHandlers.SecondHandler", app.Handler.GetType().FullName);
    }

    [Fact]
    public void A_token_beyond_the_DLL_is_not_taken() =>
        Boot.Succeeds(Boot.Request(TestApp.Path("Hello")) with
        {
            Handler = Unknown("Hello.HelloHandler") with { MetadataToken = 0x0200FFFF },
        });

    [Theory]
    [InlineData("ManyHandlers.NotAHandler")]
    [InlineData("ManyHandlers.BothHandler")]
    public void A_class_that_is_no_single_handler_any_more_is_a_failure(string name)
    {
        var failure = Boot.Fails(Boot.Request(TestApp.Path("ManyHandlers"), "FirstHandler") with { Handler = Unknown(name) });
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_DLL_that_went_away_after_the_inspection_is_a_failure_not_an_exception()
    {
        var failure = Boot.Fails(Boot.Request(TestApp.Path("Hello")) with { Path = "/nowhere/Hello.dll" });
        Assert.Contains("/nowhere/Hello.dll does not exist", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_DLL_that_was_damaged_after_the_inspection_is_a_failure_not_an_exception()
    {
        using var folder = new TemporaryFolder();
        var failure = Boot.Fails(Boot.Request(TestApp.Path("Hello")) with { Path = folder.Write("Hello.dll", "no assembly") });
        Assert.Contains("is not a .NET assembly", failure.Message, StringComparison.Ordinal);
    }

    private static HandlerClass Unknown(string name) => new(name, HandlerContract.Blocking, MetadataToken: 0);

    private static (HttpContext Context, MemoryStream Body) Request(string path)
    {
        var body = new MemoryStream();
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Response.Body = body;
        return (context, body);
    }
}
