namespace AppHost.FunctionalTests.Harness;

/// <summary>A host that the tests of one class share.</summary>
public abstract class HostFixture(HostLaunch launch) : IAsyncLifetime
{
    public HostProcess Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await HostProcess.StartAsync(launch);

    public async ValueTask DisposeAsync()
    {
        if (Host is not null) await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
