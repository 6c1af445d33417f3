using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

/// <summary>Deferred work that is a delegate.</summary>
internal sealed class Deferred(Action action) : IDeferredWork
{
    public void RunDeferred() => action();
}
