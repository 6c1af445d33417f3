using AppHost.Host.Control.Http;
using AppHost.Host.Master;

namespace AppHost.Host.Control.Verbs;

/// <summary><c>POST /v1/reload</c>; with <c>?wait</c> the answer is how it ended.</summary>
internal sealed class ReloadVerb(MasterOrders orders) : IControlVerb
{
    public string Method => "POST";

    public string Path => "/v1/reload";

    public IReadOnlyList<string> Parameters => ["wait"];

    public async Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (orders.Current.State is HostState.Stopping) return ControlApi.Stopping;
        HostView before = orders.Give(new MasterEvent.ReloadAsked());
        if (!request.Has("wait")) return ControlJson.Reply(202, new ControlAnswer("asked", "The reload has begun."));
        HostView after = await orders.ReloadedAsync(before, cancellationToken);
        if (after.State is HostState.Stopping || after.LastReload is not { } end) return ControlApi.Stopping;
        return ControlJson.Reply(
            end.Result is ReloadResult.Done ? 200 : 422, new ControlAnswer(WireName.Of(end.Result), end.Story, end.Generation));
    }
}
