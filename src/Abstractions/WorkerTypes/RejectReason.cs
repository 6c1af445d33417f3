namespace AppHost;

/// <summary>Why a worker class did not run a request.</summary>
public enum RejectReason
{
    /// <summary>The queue had reached its limit.</summary>
    QueueFull,

    /// <summary>The request waited longer than the queue's time limit.</summary>
    QueueTimeout,

    /// <summary>A newer request took its place (policy <c>discard-oldest</c>).</summary>
    Discarded,

    /// <summary>The client had gone before the request ran.</summary>
    ClientGone,

    /// <summary>The worker stops and had no time left for it.</summary>
    Stopping,

    /// <summary>Its class has had as many requests as its rate allows.</summary>
    RateLimit,
}
