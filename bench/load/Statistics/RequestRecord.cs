namespace AppHost.Load.Statistics;

/// <summary>One request, as written to the arrivals file. Times in nanoseconds.</summary>
/// <param name="Start">Intended start relative to the start of the measured window; negative during warm-up.</param>
/// <param name="Latency">From the intended start to the end.</param>
/// <param name="SentAfter">From the intended start to the first attempt to send; -1 when it was never sent.</param>
/// <param name="Path">Index of the path.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Status">Status code, 0 without a response.</param>
internal readonly record struct RequestRecord(
    long Start, long Latency, long SentAfter, ushort Path, RequestOutcome Outcome, ushort Status);
