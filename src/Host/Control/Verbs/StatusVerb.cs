using System.Text.Json;
using AppHost.Host.Control.Http;
using AppHost.Host.Control.Status;

namespace AppHost.Host.Control.Verbs;

/// <summary><c>GET /v1/status</c>.</summary>
internal sealed class StatusVerb(StatusReader status) : IControlVerb
{
    public string Method => "GET";

    public string Path => "/v1/status";

    public async Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancellationToken) =>
        new(200, JsonSerializer.SerializeToUtf8Bytes(await status.ReadAsync(cancellationToken), ControlJson.Readable.StatusSnapshot));
}
