namespace AppHost.Host.Control.Http;

/// <summary>What a small HTTP endpoint answers. Called on any thread, for several clients at once.</summary>
internal interface IHttpApi
{
    /// <summary>Whether the caller may ask at all; null if so. Called before anything is read.</summary>
    /// <param name="caller">Null where the kernel tells nothing about callers (TCP).</param>
    HttpRefusal? Refuse(PeerCredentials? caller);

    /// <summary>Answers.</summary>
    /// <param name="cancellationToken">The client has gone or the host ends.</param>
    Task<HttpReply> AnswerAsync(HttpRequest request, PeerCredentials? caller, CancellationToken cancellationToken);

    /// <summary>The answer to what cannot be answered.</summary>
    HttpReply Explain(HttpRefusal refusal);
}
