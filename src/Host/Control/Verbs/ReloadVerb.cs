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
        if (request.Has("wait"))
        {
            return ReloadReply.Of(await orders.GiveAsync<ReloadOutcome>(answer => new MasterEvent.ReloadAsked(answer), cancellationToken));
        }

        orders.Give(new MasterEvent.ReloadAsked());
        return ControlJson.Reply(202, new ControlAnswer("asked", "the log tells how it goes; --wait would."));
    }
}
