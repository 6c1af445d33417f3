namespace AppHost.Host.Master;

/// <summary>What is known of a READY worker when it comes to recycling.</summary>
/// <param name="Age">Since READY.</param>
/// <param name="Requests">Answered since its start.</param>
/// <param name="Jitter">-1 to 1, drawn once for each worker.</param>
/// <param name="PrivateBytes">At the last sample; 0: not sampled.</param>
/// <param name="SamplesOverSoft">Samples in a row above the soft limit.</param>
/// <param name="ReadySince">READY since this local time; of use only for times of day.</param>
/// <param name="LocalTime">Now.</param>
internal sealed record WorkerFacts(
    TimeSpan Age, long Requests, double Jitter, long PrivateBytes, int SamplesOverSoft, DateTime ReadySince, DateTime LocalTime);
