namespace AppHost.Bench.Measuring;

/// <summary>A case could not be measured; the message, for the report, says why. The run goes on.</summary>
internal sealed class MeasureException(string message) : Exception(message);
