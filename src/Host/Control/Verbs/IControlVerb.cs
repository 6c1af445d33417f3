using AppHost.Host.Control.Http;

namespace AppHost.Host.Control.Verbs;

/// <summary>One thing that can be asked of the control socket. Called on any thread, several times at once.</summary>
internal interface IControlVerb
{
    /// <summary>GET changes nothing; POST is an order, and is logged with who gave it.</summary>
    string Method { get; }

    /// <summary>For example <c>/v1/reload</c>; one that ends with a slash takes an operand after it.</summary>
    string Path { get; }

    /// <summary>The parameters it knows; any other is refused, as a mistyped one would otherwise change what happens.</summary>
    IReadOnlyList<string> Parameters => [];

    /// <summary>It reads a body.</summary>
    bool TakesBody => false;

    /// <summary>Does it, or says why not.</summary>
    /// <param name="cancellationToken">The client has gone or the host ends; an order that was given stands.</param>
    Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancellationToken);
}
