using AppHost.Tests.Support;
using AppHost.Worker.Transport.Parking;

namespace AppHost.Tests.Transport.Parking;

public sealed class MemoryReclaimTests : IDisposable
{
    private const long Start = 5_000_000_000;

    private readonly SemaphoreSlim _collections = new(0);
    private readonly MemoryReclaim _reclaim;

    public MemoryReclaimTests() => _reclaim = new MemoryReclaim(() => _collections.Release());

    public void Dispose() => _collections.Dispose();

    [Fact]
    public async Task A_large_wave_is_collected_once()
    {
        _reclaim.Add(MemoryReclaim.WorthCollecting);
        _reclaim.EndOfWave(Start);
        await _collections.WaitAsync(TestContext.Current.CancellationToken).Soon();
        _reclaim.EndOfWave(Start + (100 * MemoryReclaim.Pause));
        _reclaim.Add(MemoryReclaim.WorthCollecting);
        _reclaim.EndOfWave(Start + (101 * MemoryReclaim.Pause));
        await _collections.WaitAsync(TestContext.Current.CancellationToken).Soon();
        Assert.Equal(0, _collections.CurrentCount);
    }

    [Fact]
    public async Task Small_waves_are_collected_together_and_not_all_the_time()
    {
        for (int i = 0; i < MemoryReclaim.WorthCollecting - 1; i++) _reclaim.Add(1);
        _reclaim.EndOfWave(Start);
        _reclaim.Add(1);
        _reclaim.EndOfWave(Start + 1);
        await _collections.WaitAsync(TestContext.Current.CancellationToken).Soon();
        _reclaim.Add(2 * MemoryReclaim.WorthCollecting);
        _reclaim.EndOfWave(Start + 2);
        _reclaim.EndOfWave(Start + MemoryReclaim.Pause);
        Assert.Equal(0, _collections.CurrentCount);
        _reclaim.EndOfWave(Start + 1 + MemoryReclaim.Pause);
        await _collections.WaitAsync(TestContext.Current.CancellationToken).Soon();
    }
}
