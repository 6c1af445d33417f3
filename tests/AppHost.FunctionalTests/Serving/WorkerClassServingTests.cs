using System.Globalization;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Serving;

public sealed class ThreadedHello() : HostFixture(HostLaunch.Run(
    "Hello", "-k", "threaded", "-w", "2", "--threads", "2:8", "--max-body", "2MiB", "--queue", "100", "--queue-timeout", "60s"));

public sealed class SyncHello() : HostFixture(
    HostLaunch.Run("Hello", "-k", "sync", "-w", "2", "--max-body", "2MiB", "--queue", "100", "--queue-timeout", "60s"));

public sealed class AsyncHello() : HostFixture(
    HostLaunch.Run("AsyncHello", "-k", "async", "-w", "2", "--max-body", "2MiB", "--queue-timeout", "60s"));

public sealed class ThreadedHelloOnSockets() : HostFixture(HostLaunch.Run(
    "Hello", "-k", "threaded", "-w", "2", "--transport", "sockets", "--threads", "2:8", "--max-body", "2MiB", "--queue", "100",
    "--queue-timeout", "60s"));

public sealed class ThreadedOnSocketsServingTests(ThreadedHelloOnSockets fixture)
    : ServingTests(fixture, "/sleep?ms=50", "/cpu?ms=20"), IClassFixture<ThreadedHelloOnSockets>;

public sealed class ThreadedServingTests(ThreadedHello fixture)
    : ServingTests(fixture, "/sleep?ms=50", "/cpu?ms=20"), IClassFixture<ThreadedHello>;

public sealed class SyncServingTests(SyncHello fixture)
    : ServingTests(fixture, "/sleep?ms=50", "/cpu?ms=20"), IClassFixture<SyncHello>;

public sealed class AsyncServingTests(AsyncHello fixture)
    : ServingTests(fixture, "/delay?ms=50", "/block?ms=20"), IClassFixture<AsyncHello>
{
    [Fact]
    public async Task All_continuations_of_a_handler_run_on_the_loop()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        var threads = new HashSet<string>();
        for (int i = 0; i < 20; i++)
        {
            threads.UnionWith((await client.GetAsync("/thread")).Body.Split(' '));
            // The body comes later than the head, so that the handler has to wait for it.
            await client.SendAsync("POST /thread-of-body HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\n");
            await client.SendAsync("bo");
            await client.SendAsync("dy");
            threads.UnionWith((await client.ReceiveAsync()).Body.Split(' '));
        }

        Assert.Single(threads);
    }

    [Fact]
    public async Task Handlers_interleave_while_they_wait()
    {
        // More than the slots of any thread pool, on at most two loops.
        HttpReply[] replies = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => HttpConnection.GetOnceAsync(Host.EndPoint, "/delay?ms=300")));
        Assert.All(replies, reply => Assert.Equal("waited", reply.Body));
        // Without a lock, the counts of each loop add up.
        var most = new Dictionary<string, int>();
        await Patience.UntilAsync(async () =>
        {
            using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
            string worker = (await client.GetAsync("/pid")).Body;
            string counters = (await client.GetAsync("/counters")).Body;
            Assert.Contains(" in-flight=0 ", counters, StringComparison.Ordinal);
            most[worker] = int.Parse(counters[(counters.LastIndexOf('=') + 1)..], CultureInfo.InvariantCulture);
            return most.Count == 2;
        }, "both workers have told their counts");
        Assert.InRange(most.Values.Sum(), 10, 50);
    }
}
