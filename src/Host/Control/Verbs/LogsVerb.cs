using System.Globalization;
using System.Text.Json;
using AppHost.Host.Control.Http;
using AppHost.Host.Output;

namespace AppHost.Host.Control.Verbs;

/// <summary><c>GET /v1/logs?from=N</c>; with <c>&amp;wait</c> it answers when there is something new, or after some seconds.</summary>
internal sealed class LogsVerb(RecentLines lines) : IControlVerb
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    public string Method => "GET";

    public string Path => "/v1/logs";

    public IReadOnlyList<string> Parameters => ["from", "wait"];

    public async Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        long from = 0;
        if (request.Query.TryGetValue("from", out string? text)
            && !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out from))
        {
            return ControlApi.Refused(400, "from is the number of a line, or so many of the last with a minus before it");
        }

        if (request.Has("wait") && from >= 0)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(LongestWait);
            await lines.WaitForAsync(from, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return new HttpReply(200, JsonSerializer.SerializeToUtf8Bytes(lines.Read(from), ControlJson.Readable.RecentLinesReading));
    }
}
