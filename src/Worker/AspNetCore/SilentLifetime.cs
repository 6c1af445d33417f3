using Microsoft.Extensions.Hosting;

namespace AppHost.Worker.AspNetCore;

/// <summary>
/// A host's lifetime without signals of its own: the master says when a worker ends, and ConsoleLifetime or SystemdLifetime
/// would begin to stop the host when a signal comes, before a replacement is there.
/// </summary>
/// <param name="onStart">Called when the host begins to start.</param>
internal sealed class SilentLifetime(Action onStart) : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        onStart();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
