using AppHost.Host.Control.Http;
using AppHost.Host.Master;

namespace AppHost.Host.Control.Verbs;

/// <summary><c>POST /v1/stop</c>; <c>?quick</c> does not wait for running requests. It has stopped when the socket is gone.</summary>
internal sealed class StopVerb(MasterOrders orders) : IControlVerb
{
    public string Method => "POST";

    public string Path => "/v1/stop";

    public IReadOnlyList<string> Parameters => ["quick"];

    public Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        bool quick = request.Has("quick");
        orders.Give(new MasterEvent.StopAsked(quick));
        string message = quick ? "The host stops at once." : "The host stops; running requests finish first.";
        return Task.FromResult(ControlJson.Reply(202, new ControlAnswer("stopping", message)));
    }
}
