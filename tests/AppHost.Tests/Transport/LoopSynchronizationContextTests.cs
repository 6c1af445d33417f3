using AppHost.Tests.Support;

namespace AppHost.Tests.Transport;

/// <summary>The context under which handlers run.</summary>
public sealed class LoopSynchronizationContextTests
{
    [Fact]
    public async Task An_await_under_its_context_comes_back_to_it()
    {
        using var loop = new RunningLoop();
        var done = new TaskCompletionSource<(bool OnLoop, SynchronizationContext? Context)>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Loop.SynchronizationContext.Post(async _ =>
        {
            await Task.Run(() => { });
            await Task.Yield();
            done.SetResult((loop.Loop.IsOnLoop, SynchronizationContext.Current));
        }, null);
        (bool onLoop, SynchronizationContext? context) = await done.Task.Soon();
        Assert.True(onLoop);
        Assert.Same(loop.Loop.SynchronizationContext, context);
    }

    [Fact]
    public async Task Posted_callbacks_run_without_a_context()
    {
        using var loop = new RunningLoop();
        loop.Loop.SynchronizationContext.Post(_ => { }, null);
        Assert.Null(await loop.RunAsync(() => SynchronizationContext.Current));
    }

    [Fact]
    public async Task A_callback_that_is_sent_is_awaited_and_its_failure_is_told()
    {
        using var loop = new RunningLoop();
        SynchronizationContext context = loop.Loop.SynchronizationContext;
        bool ranOnLoop = false;
        context.Send(_ => ranOnLoop = loop.Loop.IsOnLoop, null);
        Assert.True(ranOnLoop);
        var failed = Assert.Throws<InvalidOperationException>(() => context.Send(_ => throw new FormatException("no"), null));
        Assert.IsType<FormatException>(failed.InnerException);
        // On the loop itself it runs at once.
        Assert.True(await loop.RunAsync(() =>
        {
            bool ran = false;
            context.Send(_ => ran = true, null);
            return ran;
        }));
    }
}
