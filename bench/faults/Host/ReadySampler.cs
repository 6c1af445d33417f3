namespace AppHost.Faults.Host;

/// <summary>Looks at the host again and again: the least number of workers that were ready.</summary>
internal sealed class ReadySampler : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    private readonly CancellationTokenSource _stop = new();
    private readonly HostUnderTest _host;
    private readonly Task _sampling;

    public ReadySampler(HostUnderTest host)
    {
        _host = host;
        _sampling = SampleAsync();
    }

    public int Least { get; private set; } = int.MaxValue;

    public int Samples { get; private set; }

    /// <summary>Ends the looking.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _sampling;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task SampleAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Least = Math.Min(Least, await _host.ReadyAsync());
            Samples++;
            await Task.Delay(Interval);
        }
    }
}
