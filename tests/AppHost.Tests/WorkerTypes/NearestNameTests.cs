using AppHost.WorkerTypes;

namespace AppHost.Tests.WorkerTypes;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("thraeds", "threads", 1)]
    [InlineData("ab", "ba", 1)]
    public void The_distance_counts_typing_errors(string left, string right, int distance)
    {
        Assert.Equal(distance, NearestName.Distance(left, right));
        Assert.Equal(distance, NearestName.Distance(right, left));
    }

    [Theory]
    [InlineData("worker", "workers")]
    [InlineData("WORKERS", "workers")]
    [InlineData("worker_class", "worker-class")]
    [InlineData("bakclog", "backlog")]
    [InlineData("cheese", null)]
    [InlineData("x", null)]
    public void Only_what_is_near_is_suggested(string text, string? expected) =>
        Assert.Equal(expected, NearestName.Find(text, ["workers", "worker-class", "backlog"]));
}
