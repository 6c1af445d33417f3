using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

public sealed class PostedWorkTests
{
    private static readonly Action<object?> Nothing = static _ => { };

    private readonly PostedWork _work = new();

    [Fact]
    public void It_is_first_in_first_out_through_growth_and_wrapping()
    {
        int next = 0;
        int expected = 0;
        var random = new Random(1);
        for (int round = 0; round < 2000; round++)
        {
            for (int i = random.Next(20); i > 0; i--) _work.Enqueue(Nothing, next++);
            for (int i = random.Next(20); i > 0 && expected < next; i--) Assert.Equal(expected++, Dequeue());
        }

        while (expected < next) Assert.Equal(expected++, Dequeue());
        Assert.True(_work.IsEmpty);
        Assert.False(_work.TryDequeue(out _));
    }

    [Fact]
    public void What_many_threads_add_is_all_there_each_in_its_order()
    {
        const int Each = 20_000;
        int[] seen = new int[4];
        Parallel.For(0, 5, thread =>
        {
            if (thread < 4)
            {
                for (int i = 0; i < Each; i++) _work.Enqueue(Nothing, (thread, i));
                return;
            }

            for (int taken = 0; taken < 4 * Each;)
            {
                if (!_work.TryDequeue(out PostedWork.Item item)) continue;
                (int producer, int number) = ((int, int))item.State!;
                Assert.Equal(seen[producer]++, number);
                taken++;
            }
        });
        Assert.True(_work.IsEmpty);
    }

    private int Dequeue()
    {
        Assert.False(_work.IsEmpty);
        Assert.True(_work.TryDequeue(out PostedWork.Item item));
        return (int)item.State!;
    }
}
