using Microsoft.Extensions.Logging;

namespace AppHost.Host.Output;

/// <summary>One record of the host's log, from the master or from a worker.</summary>
/// <param name="WorkerId">Null for the master.</param>
/// <param name="Details">An exception; may be empty.</param>
/// <param name="RequestId">Of the request for which it was written; may be empty.</param>
internal readonly record struct LogRecord(
    DateTimeOffset Time, LogLevel Level, int EventId, int? WorkerId, int ProcessId, string Category, string Message, string Details,
    string RequestId = "");
