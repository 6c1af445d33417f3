using AppHost.Host.Control.Http;
using AppHost.Host.Control.Metrics;
using AppHost.Host.Control.Status;

namespace AppHost.Host.Control.Verbs;

/// <summary><c>GET /metrics</c>, for a collector that may use the control socket.</summary>
internal sealed class MetricsVerb(StatusReader status) : IControlVerb
{
    public string Method => "GET";

    public string Path => "/metrics";

    public async Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancellationToken) =>
        MetricsPage.Reply(await status.ReadAsync(cancellationToken));
}
