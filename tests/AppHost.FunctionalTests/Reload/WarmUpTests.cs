using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Reload;

/// <summary>Requests that a worker answers to itself before it is READY.</summary>
public sealed class WarmUpTests : IDisposable
{
    private readonly Deployment _deployment = new();

    public void Dispose() => _deployment.Dispose();

    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task A_worker_whose_requests_are_answered_is_READY(string transport)
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 2\nwarmup: [GET /worker, /pid]", "--transport", transport);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
        Assert.Contains("\"requests\": 1", (await _deployment.OrderAsync("status", "--json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_through_HTTP_2_where_the_address_speaks_nothing_else()
    {
        _deployment.Configure("workers: 1\nwarmup: [GET /]");
        await using HostProcess host = await HostProcess.StartAsync(_deployment.Launch("--bind", "http://127.0.0.1:0?http=2"));
        Assert.Equal(0, await host.StopAsync());
    }

    [Fact]
    public async Task A_request_that_fails_fails_the_boot()
    {
        _deployment.Configure("workers: 2\nwarmup: [GET /, GET /missing]");
        CommandResult failed = await HostProcess.RunToEndAsync(_deployment.Launch());
        Assert.Equal(3, failed.ExitCode);
        Assert.Contains("The warm-up request GET /missing was answered with 404", failed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_fails_after_a_reload_rolls_it_back()
    {
        await using HostProcess host = await _deployment.StartAsync();
        _deployment.Configure("workers: 2\nwarmup: [GET /missing]");
        CommandResult failed = await _deployment.OrderAsync("reload", "--wait");
        Assert.Equal(3, failed.ExitCode);
        Assert.Contains("GET /missing was answered with 404", failed.Errors, StringComparison.Ordinal);
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
    }
}
