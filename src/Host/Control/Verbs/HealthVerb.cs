using AppHost.Host.Control.Http;
using AppHost.Host.Control.Status;

namespace AppHost.Host.Control.Verbs;

/// <summary><c>GET /livez</c> and <c>GET /readyz</c>, for a probe that may use the control socket.</summary>
/// <param name="problemOf">Why the answer is 503; null if it is 200.</param>
internal sealed class HealthVerb(string path, StatusReader status, Func<StatusSnapshot, string?> problemOf) : IControlVerb
{
    public string Method => "GET";

    public string Path => path;

    public async Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancellationToken) =>
        problemOf(await status.ReadAsync(cancellationToken)) is { } problem ? HttpReply.Text(503, problem) : HttpReply.Text(200, "ok");
}
