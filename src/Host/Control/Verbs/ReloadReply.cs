using AppHost.Host.Control.Http;
using AppHost.Host.Master;

namespace AppHost.Host.Control.Verbs;

/// <summary>How a reload ended, as an answer.</summary>
internal static class ReloadReply
{
    /// <summary>200 if the generation that was asked for serves, 409 if somebody else had another wish, else 422.</summary>
    public static HttpReply Of(ReloadOutcome outcome)
    {
        string message = outcome.Result is ReloadResult.Completed
            ? $"Generation {outcome.Serving} serves."
            : $"{outcome.Story}\nGeneration {outcome.Serving} goes on.";
        int status = outcome.Result switch
        {
            ReloadResult.Completed => 200,
            ReloadResult.Superseded or ReloadResult.Stopped => 409,
            _ => 422,
        };
        return ControlJson.Reply(status, new ControlAnswer(WireName.Of(outcome.Result), message, outcome.Serving));
    }
}
