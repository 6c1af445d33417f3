namespace AppHost.Tests.Apps;

/// <summary>A worker's knowledge of itself, without the worker.</summary>
internal sealed class FakeWorker : IWorkerInfo
{
    public int WorkerId => 3;

    public int Generation => 7;

    public string WorkerClass => "threaded";

    public int Slots => 4;

    public CancellationToken Draining => CancellationToken.None;
}
