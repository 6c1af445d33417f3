namespace AppHost.WorkerTypes.Threaded;

/// <summary>Current while a pool thread completes the task of a request, and at no other time; it belongs to nobody.</summary>
internal sealed class RequestThreadContext : SynchronizationContext
{
    public static readonly RequestThreadContext Instance = new();
}
