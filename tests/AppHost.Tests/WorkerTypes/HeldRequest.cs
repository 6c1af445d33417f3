namespace AppHost.Tests.WorkerTypes;

/// <summary>A request whose app holds its slot until <see cref="Release"/>; blocking and awaiting apps alike.</summary>
internal sealed class HeldRequest : IDisposable
{
    // Never disposed: the app may still be about to wait when a test that failed leaves.
    private readonly ManualResetEventSlim _blocked = new();
    private readonly TaskCompletionSource _awaited = new();

    public HeldRequest(long arrivedAt = 0) => Request = new FakeRequest(arrivedAt)
    {
        Body = () => _blocked.Wait(),
        AsyncBody = () => _awaited.Task,
    };

    public FakeRequest Request { get; }

    public void Release()
    {
        _blocked.Set();
        _awaited.TrySetResult();
    }

    public void Dispose() => Release();
}
