namespace AppHost.Host.Control.Http;

/// <summary>What a small HTTP endpoint answers. Called on any thread, for several clients at once.</summary>
internal interface IHttpApi
{
    /// <summary>Whether the caller may ask at all; null if so. Called before anything is read.</summary>
    HttpRefusal? Refuse(HttpCaller caller);

    /// <summary>Answers.</summary>
    /// <param name="cancellationToken">The client has gone or the host ends.</param>
    Task<HttpReply> AnswerAsync(HttpRequest request, HttpCaller caller, CancellationToken cancellationToken);

    /// <summary>The answer to what cannot be answered.</summary>
    HttpReply Explain(HttpRefusal refusal);
}
