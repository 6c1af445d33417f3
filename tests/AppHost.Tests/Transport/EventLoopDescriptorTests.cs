using AppHost.Tests.Support;

namespace AppHost.Tests.Transport;

/// <summary>Descriptors that become ready.</summary>
public sealed class EventLoopDescriptorTests
{
    [Fact]
    public async Task Callbacks_that_post_callbacks_do_not_keep_descriptors_waiting()
    {
        using var loop = new RunningLoop();
        bool ended = false;
        void Again(object? state)
        {
            if (!ended) loop.Loop.Post(Again, null);
        }

        for (int i = 0; i < 1000; i++) loop.Loop.Post(Again, null);
        using var pipe = new WatchedPipe(loop, _ => { });
        await pipe.RegisterAsync();
        pipe.Write();
        await pipe.Handled.Soon();
        await loop.RunAsync(() => ended = true);
    }

    [Fact]
    public async Task Listeners_are_heard_first_in_a_batch()
    {
        using var loop = new RunningLoop();
        var heard = new List<string>();
        using var ordinary = new WatchedPipe(loop, _ => heard.Add("ordinary"));
        using var first = new WatchedPipe(loop, _ => heard.Add("first"), first: true);
        // Both are ready before the loop looks.
        await loop.RunAsync(() =>
        {
            ordinary.Write();
            first.Write();
            ordinary.Register();
            first.Register();
        });
        await Task.WhenAll(ordinary.Handled, first.Handled).Soon();
        Assert.Equal(["first", "ordinary"], heard);
    }

    [Fact]
    public async Task An_event_for_a_removed_descriptor_is_not_delivered()
    {
        using var loop = new RunningLoop();
        bool heard = false;
        using var removed = new WatchedPipe(loop, _ => heard = true);
        using var remover = new WatchedPipe(loop, _ => removed.Unregister(), first: true);
        await loop.RunAsync(() =>
        {
            removed.Write();
            remover.Write();
            removed.Register();
            remover.Register();
        });
        await remover.Handled.Soon();
        await loop.RunAsync(() => { });
        Assert.False(heard);
    }
}
