using AppHost.Host.Control.Http;
using AppHost.Host.Master;

namespace AppHost.Host.Control.Verbs;

/// <summary><c>POST /v1/rollback</c>, <c>?generation=N</c> for another than the one before; with <c>?wait</c> the answer is how it ended.</summary>
internal sealed class RollbackVerb(MasterOrders orders) : IControlVerb
{
    public string Method => "POST";

    public string Path => "/v1/rollback";

    public IReadOnlyList<string> Parameters => ["generation", "wait"];

    public async Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (orders.Current.State is HostState.Stopping) return ControlApi.Stopping;
        if (!request.TryGetNumber("generation", out int? generation)) return ControlApi.Refused(400, "generation must be a number");
        if (request.Has("wait"))
        {
            return ReloadReply.Of(await orders.GiveAsync<ReloadOutcome>(answer => new MasterEvent.RollbackAsked(generation, answer), cancellationToken));
        }

        orders.Give(new MasterEvent.RollbackAsked(generation));
        return ControlJson.Reply(202, new ControlAnswer("asked", "the log tells how it goes; --wait would."));
    }
}
