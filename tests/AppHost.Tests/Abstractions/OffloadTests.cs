using AppHost.Tests.Support;
using AppHost.Tests.Transport;

namespace AppHost.Tests.Abstractions;

public sealed class OffloadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_leaves_the_loop_and_its_result_comes_back_to_it()
    {
        using var loop = new RunningLoop();
        var places = new TaskCompletionSource<(bool Work, bool After)>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Loop.Post(_ =>
        {
            SynchronizationContext.SetSynchronizationContext(loop.Loop.SynchronizationContext);
            _ = RunAsync();
            SynchronizationContext.SetSynchronizationContext(null);
        }, null);
        async Task RunAsync()
        {
            bool work = await Offload.RunAsync(() => loop.Loop.IsOnLoop, Token);
            places.SetResult((work, loop.Loop.IsOnLoop));
        }

        Assert.Equal((false, true), await places.Task.Soon());
    }

    [Fact]
    public async Task No_more_runs_at_once_than_there_are_processors()
    {
        int running = 0;
        int most = 0;
        using var release = new ManualResetEventSlim();
        Task[] all =
        [
            .. Enumerable.Range(0, Environment.ProcessorCount * 3).Select(_ => Offload.RunAsync(() =>
            {
                int now = Interlocked.Increment(ref running);
                lock (release) most = Math.Max(most, now);
                if (now == Environment.ProcessorCount) release.Set();
                release.Wait(Token);
                Interlocked.Decrement(ref running);
            }, Token)),
        ];
        await Task.WhenAll(all).Soon();
        Assert.Equal(Environment.ProcessorCount, most);
    }

    [Fact]
    public async Task What_fails_gives_its_place_back()
    {
        for (int i = 0; i < Environment.ProcessorCount * 2; i++)
        {
            await Assert.ThrowsAsync<FormatException>(() => Offload.RunAsync(static () => throw new FormatException(), Token));
        }

        Assert.Equal(7, await Offload.RunAsync(static () => 7, Token).Soon());
    }
}
