using System.Text.Json;
using AppHost.Host.Control.Http;
using AppHost.Host.Master;
using AppHost.Host.Output;

namespace AppHost.Host.Control.Verbs;

/// <summary><c>POST /v1/scale</c> with <c>{"workers": 8}</c> or <c>{"change": -1}</c>.</summary>
internal sealed class ScaleVerb(MasterOrders orders) : IControlVerb
{
    public string Method => "POST";

    public string Path => "/v1/scale";

    public bool TakesBody => true;

    public async Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        HostView current = orders.Current;
        if (current.State is HostState.Stopping) return ControlApi.Stopping;
        if (Read(request.Body.Span) is not { } order || (order.Workers is null) == (order.Change is null))
            return ControlApi.Refused(400, "the body must be {\"workers\": N} or {\"change\": N}");
        long wanted = order.Workers ?? current.Wanted + (long)order.Change!.Value;
        if (wanted is < 1 or > Target.MostWorkers)
            return ControlApi.Refused(422, $"{Counted.Of(wanted, "worker")} cannot be: at least 1, at most {Target.MostWorkers}");

        int workers = await orders.GiveAsync<int>(
            answer => new MasterEvent.ScaleAsked(order.Workers ?? order.Change!.Value, Relative: order.Workers is null, answer), cancellationToken);
        return ControlJson.Reply(200, new ControlAnswer("done", $"{Counted.Of(workers, "worker")} wanted from now on.", Workers: workers));
    }

    private static ScaleOrder? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ControlJson.Readable.ScaleOrder);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
