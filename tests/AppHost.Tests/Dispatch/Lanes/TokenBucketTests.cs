using AppHost.Worker.Dispatch.Lanes;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Dispatch.Lanes;

public sealed class TokenBucketTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private const long Start = 1000 * Second;

    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();

    public void Dispose() => _scoreboard.Dispose();

    [Fact]
    public void A_full_bucket_gives_its_burst_and_then_one_token_in_each_interval()
    {
        TokenBucket bucket = Bucket(perMinute: 60, burst: 3);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => bucket.TryTake(Start)));
        Assert.False(bucket.TryTake(Start + Second - 1));
        Assert.True(bucket.TryTake(Start + Second));
        Assert.False(bucket.TryTake(Start + Second));
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => bucket.TryTake(Start + (3 * Second))));
    }

    [Fact]
    public void It_never_holds_more_than_its_burst()
    {
        TokenBucket bucket = Bucket(perMinute: 60, burst: 2);
        Assert.True(bucket.TryTake(Start));
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => bucket.TryTake(Start + (3600 * Second))));
    }

    [Fact]
    public void All_who_share_it_take_from_the_same_tokens()
    {
        TokenBucket one = Bucket(perMinute: 1, burst: 2);
        TokenBucket other = Bucket(perMinute: 1, burst: 2);
        Assert.True(one.TryTake(Start));
        Assert.True(other.TryTake(Start));
        Assert.False(one.TryTake(Start));
        Assert.False(other.TryTake(Start));
        Assert.True(Bucket(perMinute: 1, burst: 2, index: ScoreboardLayout.BucketCount - 1).TryTake(Start));
    }

    [Fact]
    public async Task Threads_that_take_at_once_get_no_token_twice()
    {
        TokenBucket bucket = Bucket(perMinute: 60, burst: 1000);
        int[] taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => Enumerable.Range(0, 400).Count(_ => bucket.TryTake(Start)), TestContext.Current.CancellationToken)));
        Assert.Equal(1000, taken.Sum());
    }

    private TokenBucket Bucket(int perMinute, int burst, int index = 0) => new(_scoreboard, index, perMinute, burst);
}
