using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Serving;

/// <summary>What clients see of exceptions.</summary>
public abstract class FailingHandlerTests(HostFixture fixture)
{
    protected HostProcess Host => fixture.Host;

    [Theory]
    [InlineData("/throw")]
    public async Task An_exception_is_a_500_on_a_connection_that_stays(string path)
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        int before = Host.Log.Count;
        HttpReply reply = await client.GetAsync(path);
        Assert.Equal((500, ""), (reply.Status, reply.Body));
        Assert.False(reply.Closes);
        Assert.Equal(404, (await client.GetAsync("/nowhere")).Status);
        await Host.Log.WaitForAsync($"error .w.*GET {path}: the handler failed", before);
        await Host.Log.WaitForAsync("InvalidOperationException: thrown as asked", before);
    }

    [Fact]
    public async Task An_exception_after_half_an_answer_breaks_the_connection()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        await client.SendAsync(HttpConnection.Get("/throw-late"));
        // Whatever has left the server by then, it lacks the end of the chunks: nobody may take it for a whole answer.
        string answer = await client.ReceiveToEndAsync();
        Assert.DoesNotContain("\r\n0\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 500", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_amid_the_body_is_a_500_and_the_rest_of_the_body_no_request()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        HttpReply reply = await client.PostAsync("/throw-in-body", HttpConnection.Get("/smuggled"));
        Assert.Equal(500, reply.Status);
        Assert.Equal(404, (await client.GetAsync("/nowhere")).Status);
    }

    [Fact]
    public async Task A_handler_that_failed_serves_on()
    {
        for (int i = 0; i < 20; i++) Assert.Equal(500, (await HttpConnection.GetOnceAsync(Host.EndPoint, "/throw")).Status);
        Assert.Equal(404, (await HttpConnection.GetOnceAsync(Host.EndPoint, "/nowhere")).Status);
        Assert.Single(Host.Workers);
    }
}

public sealed class ThreadedMisbehaving() : HostFixture(HostLaunch.Run("Misbehaving", "-k", "threaded", "-w", "1"));

public sealed class SyncMisbehaving() : HostFixture(HostLaunch.Run("Misbehaving", "-k", "sync", "-w", "1"));

public sealed class AsyncFailing() : HostFixture(HostLaunch.Run("AsyncHello", "-w", "1"));

public sealed class ThreadedFailingHandlerTests(ThreadedMisbehaving fixture)
    : FailingHandlerTests(fixture), IClassFixture<ThreadedMisbehaving>
{
    [Fact]
    public async Task A_scoped_service_lives_as_long_as_its_request()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        Assert.Equal("same=True number=1 disposed=0", (await client.GetAsync("/services")).Body);
        // On one connection a request begins when the one before has ended altogether.
        Assert.Equal("same=True number=2 disposed=1", (await client.GetAsync("/services")).Body);
        Assert.Equal("same=True number=3 disposed=2", (await client.GetAsync("/services")).Body);
    }

    [Fact]
    public async Task A_large_answer_arrives_whole()
    {
        HttpReply reply = await HttpConnection.GetOnceAsync(Host.EndPoint, "/big?mb=8");
        Assert.Equal(8 << 20, reply.Body.Length);
    }

    [Fact]
    public async Task A_client_that_leaves_amid_a_large_answer_is_no_error()
    {
        int before = Host.Log.Count;
        using (HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint))
        {
            await client.SendAsync(HttpConnection.Get("/big?mb=32"));
            await client.ReceiveHeadAsync();
        }

        // One thread after the other has served a later request: the one that wrote to nobody has come back.
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(Host.EndPoint, "/")).Status);
        Assert.Equal("written", (await HttpConnection.GetOnceAsync(Host.EndPoint, "/stderr?text=mark")).Body);
        await Host.Log.WaitForAsync("^mark$", before);
        Assert.Equal(0, Host.Log.CountOf("GET /big: the handler failed"));
    }
}

public sealed class SyncFailingHandlerTests(SyncMisbehaving fixture) : FailingHandlerTests(fixture), IClassFixture<SyncMisbehaving>;

public sealed class AsyncFailingHandlerTests(AsyncFailing fixture) : FailingHandlerTests(fixture), IClassFixture<AsyncFailing>
{
    [Fact]
    public async Task An_exception_after_an_await_is_a_500_as_well() =>
        await An_exception_is_a_500_on_a_connection_that_stays("/throw-later");
}
