using AppHost.Host.Control.Http;
using AppHost.Host.Master;

namespace AppHost.Host.Control.Verbs;

/// <summary><c>POST /v1/drain?worker=N</c>: the worker takes nothing new from now on, finishes what it has, and leaves.</summary>
internal sealed class DrainVerb(MasterOrders orders) : IControlVerb
{
    public string Method => "POST";

    public string Path => "/v1/drain";

    public IReadOnlyList<string> Parameters => ["worker"];

    public async Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.TryGetNumber("worker", out int? worker) || worker is not { } id) return ControlApi.Refused(400, "worker must be the id of a worker");
        RecycleOutcome outcome = await orders.GiveAsync<RecycleOutcome>(answer => new MasterEvent.DrainAsked(id, answer), cancellationToken);
        return outcome.Problem is { } problem
            ? ControlApi.Refused(409, problem)
            : ControlJson.Reply(202, new ControlAnswer("draining", $"Worker {id} takes nothing new and leaves when it is done; another is started now."));
    }
}
