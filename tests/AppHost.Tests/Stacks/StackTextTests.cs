using AppHost.Worker.Stacks;

namespace AppHost.Tests.Stacks;

public sealed class StackTextTests
{
    private static readonly string[] Frames =
    [
        "System.Threading.Thread.Sleep(Int32)",
        "Shop.Prices.Find(System.String)",
        "System.Linq.Enumerable.Any()",
        "Shop.PriceHandler.Handle(Microsoft.AspNetCore.Http.HttpContext)",
        "AppHost.Worker.Dispatch.HandlerApplication+<>c.<.ctor>b__0(Microsoft.AspNetCore.Http.HttpContext)",
        "AppHost.WorkerTypes.Threaded.ThreadExecutor.Run()",
        "System.Threading.Thread.StartCallback()",
    ];

    [Fact]
    public void The_app_s_part_ends_where_the_host_begins() => Assert.Equal(Frames[..4], StackText.AppPart(Frames));

    [Fact]
    public void The_app_s_own_frame_comes_first() => Assert.Equal(
        ", in Shop.Prices.Find(System.String):\n    at " + string.Join("\n    at ", Frames[..4]),
        StackText.Describe(new StackReading(Frames)));

    [Fact]
    public void A_thread_that_is_not_in_the_app_has_no_frame_of_it()
    {
        Assert.Null(StackText.AppFrame(Frames[4..]));
        Assert.Contains("it awaits something", StackText.Describe(new StackReading(Frames[4..])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_that_could_not_be_read_says_why() =>
        Assert.Equal(" (no stack: not allowed)", StackText.Describe(new StackReading([], "not allowed")));

    [Fact]
    public void There_is_one_stack_in_thirty_seconds()
    {
        var budget = new StackBudget();
        Assert.True(budget.TryTake(0));
        Assert.False(budget.TryTake(29_999_999_999));
        Assert.True(budget.TryTake(30_000_000_000));
    }
}
