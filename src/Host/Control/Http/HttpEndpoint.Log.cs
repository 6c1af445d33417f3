using Microsoft.Extensions.Logging;

namespace AppHost.Host.Control.Http;

internal sealed partial class HttpEndpoint
{
    [LoggerMessage(EventIds.Refused, LogLevel.Warning, "Control: refused {Caller}: {Status}, {Problem}.")]
    private partial void LogRefused(string caller, int status, string problem);

    [LoggerMessage(EventIds.Failed, LogLevel.Error, "Control: a request could not be answered.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(EventIds.TooManyClients, LogLevel.Warning, "Control: turned a client away, there are {Clients} already.")]
    private partial void LogTooManyClients(int clients);

    [LoggerMessage(EventIds.AcceptFailed, LogLevel.Warning, "Control: could not accept a client: {Problem}")]
    private partial void LogAcceptFailed(string problem);
}
