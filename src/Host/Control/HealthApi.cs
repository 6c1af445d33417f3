using AppHost.Host.Control.Http;
using AppHost.Host.Control.Metrics;
using AppHost.Host.Control.Status;

namespace AppHost.Host.Control;

/// <summary>
/// What the health address answers: <c>/livez</c> and <c>/readyz</c>, 200 or 503 with the reason, and <c>/metrics</c>. Changes
/// nothing, so it asks nobody who he is.
/// </summary>
internal sealed class HealthApi(StatusReader status) : IHttpApi
{
    /// <inheritdoc/>
    public HttpRefusal? Refuse(HttpCaller caller) => null;

    /// <inheritdoc/>
    public HttpReply Explain(HttpRefusal refusal) => HttpReply.Text(refusal.Status, refusal.Problem);

    /// <inheritdoc/>
    public async Task<HttpReply> AnswerAsync(HttpRequest request, HttpCaller caller, CancellationToken cancellationToken)
    {
        if (request.Path is not ("/livez" or "/readyz" or "/metrics")) return HttpReply.Text(404, "there is /livez, /readyz and /metrics");
        if (request.Method is not ("GET" or "HEAD")) return HttpReply.Text(405, $"{request.Path} takes GET") with { Allow = "GET, HEAD" };
        StatusSnapshot snapshot = await status.ReadAsync(cancellationToken);
        if (request.Path == "/metrics") return MetricsPage.Reply(snapshot);
        string? problem = request.Path == "/livez" ? Health.ProblemOfLife(snapshot) : Health.ProblemOfReadiness(snapshot);
        return problem is null ? HttpReply.Text(200, "ok") : HttpReply.Text(503, problem);
    }
}
