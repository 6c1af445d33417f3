namespace AppHost.Worker.Transport;

/// <summary>What the event loop calls when a descriptor is ready. Always on the loop's thread.</summary>
internal interface IReadyHandler
{
    /// <summary>The descriptor is ready.</summary>
    /// <param name="events">The bits of <c>epoll_event.events</c>.</param>
    void OnReady(uint events);
}
