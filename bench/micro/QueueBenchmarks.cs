using AppHost.WorkerTypes.Queueing;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Micro;

/// <summary>In and out of the queue of waiting requests.</summary>
public class QueueBenchmarks
{
    private readonly BoundedRequestQueue _queue = new(64, QueuePolicy.Reject, new FirstInFirstOut(TimeSpan.FromSeconds(2), 1_000_000_000));
    private readonly WaitingRequest _waiting = new(new Waiting());

    [Benchmark]
    public bool AddAndTake()
    {
        _ = _queue.TryAdd(_waiting, freeSlots: 0, out _);
        return _queue.TryTake(now: 0, out _, out _);
    }

    private sealed class Waiting : IWorkerRequest
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public long ArrivedAt => 0;

        public bool IsAborted => false;

        public void Run()
        {
        }

        public Task RunAsync() => Task.CompletedTask;

        public Task RejectAsync(RejectReason reason) => Task.CompletedTask;
    }
}
