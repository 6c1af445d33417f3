namespace AppHost.Worker.Transport.Epoll;

/// <summary>What a receive that forgets what it gets has come to.</summary>
internal enum DiscardProgress
{
    /// <summary>Nothing more is there; the next edge tells of more.</summary>
    Empty,

    /// <summary>There may be more, of which no edge will tell.</summary>
    More,

    /// <summary>The client has sent its last byte, or the connection is broken.</summary>
    Ended,
}
