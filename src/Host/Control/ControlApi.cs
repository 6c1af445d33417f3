using AppHost.Host.Control.Access;
using AppHost.Host.Control.Http;
using AppHost.Host.Control.Verbs;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Control;

/// <summary>The control socket's protocol: finds the verb of a request, refuses what it does not know exactly, logs orders.</summary>
internal sealed partial class ControlApi(IReadOnlyList<IControlVerb> verbs, IControlAccess access, ILogger<ControlApi> logger) : IHttpApi
{
    private readonly ILogger _logger = logger;

    /// <summary>An order came too late.</summary>
    public static HttpReply Stopping { get; } = Refused(409, "the host stops");

    /// <summary>The answer to a request that is not carried out.</summary>
    public static HttpReply Refused(int status, string problem) => ControlJson.Reply(status, new ControlAnswer(Error: problem));

    /// <inheritdoc/>
    public HttpRefusal? Refuse(HttpCaller caller) => access.RefuseCaller(caller);

    /// <inheritdoc/>
    public HttpReply Explain(HttpRefusal refusal) => Refused(refusal.Status, refusal.Problem);

    /// <inheritdoc/>
    public async Task<HttpReply> AnswerAsync(HttpRequest request, HttpCaller caller, CancellationToken cancellationToken)
    {
        if (access.RefuseRequest(request) is { } refusal) return Refuse(caller, request, refusal.Status, refusal.Problem);
        List<IControlVerb> here = [.. verbs.Where(verb => Matches(verb.Path, request.Path))];
        if (here.Count == 0) return Refuse(caller, request, 404, $"there is no {request.Path}; docs/control.md lists what there is");
        string method = request.Method == "HEAD" ? "GET" : request.Method;
        if (here.Find(verb => verb.Method == method) is not { } verb)
        {
            string allowed = string.Join(", ", here.Select(candidate => candidate.Method));
            return Refuse(caller, request, 405, $"{request.Path} takes {allowed}") with { Allow = allowed };
        }

        if (request.Query.Keys.FirstOrDefault(name => !verb.Parameters.Contains(name)) is { } unknown)
            return Refuse(caller, request, 400, $"{verb.Path} has no parameter '{unknown}'");
        if (request.Body.Length > 0 && !verb.TakesBody) return Refuse(caller, request, 400, $"{verb.Path} takes no body");
        if (verb.Method != "GET") LogAsked($"{request.Method} {request.Path}", caller.ToString());
        return await verb.AnswerAsync(request, cancellationToken);
    }

    private static bool Matches(string pattern, string path) => pattern.EndsWith('/')
        ? path.Length > pattern.Length && path.StartsWith(pattern, StringComparison.Ordinal)
        : path == pattern;

    private HttpReply Refuse(HttpCaller caller, HttpRequest request, int status, string problem)
    {
        LogRefused($"{request.Method} {request.Path}", caller.ToString(), problem);
        return Refused(status, problem);
    }

    [LoggerMessage(EventIds.Asked, LogLevel.Information, "Control: {Request} by {Caller}.")]
    private partial void LogAsked(string request, string caller);

    [LoggerMessage(EventIds.Refused, LogLevel.Warning, "Control: refused {Request} by {Caller}: {Problem}.")]
    private partial void LogRefused(string request, string caller, string problem);
}
