namespace Shop.Releases;

/// <summary>A service that lives as long as its request.</summary>
internal sealed class UnitOfWork : IDisposable
{
    private static int s_created;
    private static int s_disposed;

    public static int Disposed => Volatile.Read(ref s_disposed);

    public int Number { get; } = Interlocked.Increment(ref s_created);

    public void Dispose() => Interlocked.Increment(ref s_disposed);
}
