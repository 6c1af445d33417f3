using System.Diagnostics;

namespace AppHost.Tests.WorkerTypes.Async;

public sealed class TaskExecutorTests
{
    [Theory]
    [InlineData(WorkerClass.ThreadedAwaiting)]
    [InlineData(WorkerClass.Async)]
    public async Task A_long_chain_of_waiting_requests_that_complete_at_once_does_not_grow_the_stack(WorkerClass kind)
    {
        const int Chain = 20_000;
        await using OneSlot slot = await OneSlot.Taken(kind, queueLength: Chain);
        int run = 0;
        int deepest = 0;
        Task[] tasks = await slot.Worker.Loop.Run<Task[]>(() =>
        [
            .. Enumerable.Range(0, Chain).Select(_ => slot.Type.ExecuteAsync(new FakeRequest { AsyncBody = Measure })),
        ]);
        slot.Release();
        await Task.WhenAll(tasks);
        Assert.Equal(Chain, run);
        Assert.InRange(deepest, 1, 60);

        Task Measure()
        {
            if (++run % 1000 == 0)
            {
                deepest = Math.Max(deepest, new StackTrace(fNeedFileInfo: false).FrameCount);
            }

            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Without_a_loop_a_request_starts_on_the_thread_that_brings_it_and_its_awaits_have_no_context()
    {
        await using OneSlot slot = await OneSlot.Free(WorkerClass.ThreadedAwaiting);
        SynchronizationContext? context = new();
        var request = new FakeRequest
        {
            AsyncBody = () =>
            {
                context = SynchronizationContext.Current;
                return Task.CompletedTask;
            },
        };
        await await slot.Worker.Loop.Run(() =>
        {
            SynchronizationContext.SetSynchronizationContext(slot.Worker.Loop.SynchronizationContext);
            return slot.Type.ExecuteAsync(request);
        });
        Assert.Same(slot.Worker.Loop.Thread, await request.Started);
        Assert.Null(context);
    }

    [Fact]
    public async Task Without_a_loop_a_request_that_waited_starts_on_the_thread_pool()
    {
        await using OneSlot slot = await OneSlot.Taken(WorkerClass.ThreadedAwaiting);
        FakeRequest waiting = slot.Worker.Request();
        Task task = await slot.Send(waiting);
        await slot.Worker.Loop.Run(() =>
        {
            slot.Release();
            return true;
        });
        await task;
        Assert.True((await waiting.Started).IsThreadPoolThread);
    }
}
