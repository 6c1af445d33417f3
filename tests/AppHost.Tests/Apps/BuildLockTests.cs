using AppHost.Host.Apps;

namespace AppHost.Tests.Apps;

public sealed class BuildLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockFile => _folder.Combine("lock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_second_waits_for_the_first()
    {
        var first = await Acquire(TestContext.Current.CancellationToken);
        var second = Acquire(TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);

        first!.Dispose();

        (await second)!.Dispose();
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var first = await Acquire(TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();
        var second = Acquire(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task A_lock_that_cannot_be_had_at_all_is_gone_without() =>
        Assert.Null(await BuildLock.AcquireAsync(_folder.Path, TimeProvider.System, TestContext.Current.CancellationToken));

    private Task<IDisposable?> Acquire(CancellationToken cancellationToken) =>
        BuildLock.AcquireAsync(LockFile, TimeProvider.System, cancellationToken);
}
