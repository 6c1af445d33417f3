using BenchmarkDotNet.Attributes;

namespace AppHost.Micro;

/// <summary>
/// From Kestrel's call to an empty handler and back. For threads both are shown: one request at a time, which pays for waking a thread, and
/// 16 at once, which share wake-ups.
/// </summary>
public class DispatchBenchmarks
{
    private const int AtOnce = 16;

    private readonly ConnectionFeatures[] _connections = [.. Enumerable.Range(0, AtOnce).Select(_ => new ConnectionFeatures())];
    private readonly Task[] _running = new Task[AtOnce];
    private DispatchPath _async = null!;
    private DispatchPath _sync = null!;
    private DispatchPath _threaded = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        _async = await DispatchPath.AsyncAsync(static () => { });
        _sync = await DispatchPath.SyncAsync(static () => { });
        _threaded = await DispatchPath.ThreadedAsync(AtOnce, static () => { });
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _async.DisposeAsync();
        await _sync.DisposeAsync();
        await _threaded.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public void Async()
    {
        _ = _async.SendAsync(_connections[0]);
        _async.Finish(_connections[0]);
    }

    [Benchmark]
    public void SyncOne() => One(_sync);

    [Benchmark]
    public void ThreadedOne() => One(_threaded);

    [Benchmark(OperationsPerInvoke = AtOnce)]
    public void ThreadedSixteen()
    {
        for (var i = 0; i < AtOnce; i++)
            _running[i] = _threaded.SendAsync(_connections[i]);
        for (var i = 0; i < AtOnce; i++)
        {
            Await(_running[i]);
            _threaded.Finish(_connections[i]);
        }
    }

    private void One(DispatchPath path)
    {
        Await(path.SendAsync(_connections[0]));
        path.Finish(_connections[0]);
    }

    // Without Task.Wait, which would allocate an event of its own.
    private static void Await(Task running)
    {
        var spin = default(SpinWait);
        while (!running.IsCompleted)
            spin.SpinOnce(sleep1Threshold: -1);
    }
}
