using AppHost.Host.Control.Http;
using AppHost.Host.Master;
using AppHost.Host.Output;

namespace AppHost.Host.Control.Verbs;

/// <summary><c>POST /v1/recycle</c>: all workers, or with <c>?worker=N</c> one of them, are replaced by fresh ones.</summary>
internal sealed class RecycleVerb(MasterOrders orders) : IControlVerb
{
    public string Method => "POST";

    public string Path => "/v1/recycle";

    public IReadOnlyList<string> Parameters => ["worker"];

    public async Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.TryGetNumber("worker", out int? worker)) return ControlApi.Refused(400, "worker must be a number");
        RecycleOutcome outcome = await orders.GiveAsync<RecycleOutcome>(answer => new MasterEvent.RecycleAsked(worker, answer), cancellationToken);
        return outcome.Problem is { } problem
            ? ControlApi.Refused(409, problem)
            : ControlJson.Reply(202, new ControlAnswer("asked", $"{Counted.Of(outcome.WorkerIds.Count, "worker")} will be replaced, one after the other."));
    }
}
