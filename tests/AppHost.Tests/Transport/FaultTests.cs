using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Tests.Transport;

/// <summary>Runs alone, as it counts the descriptors of the process.</summary>
[CollectionDefinition(nameof(FaultTests), DisableParallelization = true)]
[Collection(nameof(FaultTests))]
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int Clients = 24;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Seconds for each transport; more with APPHOST_FAULT_SECONDS.</summary>
    private static TimeSpan Duration => TimeSpan.FromSeconds(Setting("APPHOST_FAULT_SECONDS", 3));

    private static int Seed => Setting("APPHOST_FAULT_SEED", 1);

    [Theory]
    [InlineData(Transports.Epoll)]
    [InlineData(Transports.Sockets)]
    public async Task Clients_that_do_anything_at_all_leave_nothing_behind(Transports transport)
    {
        // What the runtime opens once, it opens here.
        await RunAsync(transport, TimeSpan.FromMilliseconds(100), Seed);
        HashSet<string> before = OpenSockets();
        int[] done = await RunAsync(transport, Duration, Seed + 1);
        output.WriteLine($"{transport}: {string.Join(' ', done)}");
        // A connection whose client is gone may linger for two seconds more.
        var patience = Stopwatch.StartNew();
        IEnumerable<string> left;
        while ((left = OpenSockets().Except(before)).Any() && patience.Elapsed < TimeSpan.FromSeconds(30)) await Task.Delay(20, Token);
        Assert.Empty(left);
    }

    private static async Task<int[]> RunAsync(Transports transport, TimeSpan duration, int seed)
    {
        await using TransportServer server = await TransportServer.StartAsync(transport, HandleAsync);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(Token);
        time.CancelAfter(duration);
        int[] done = new int[9];
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => Task.Run(
            async () =>
            {
                var random = new Random((seed * 1000) + number);
                while (!time.IsCancellationRequested)
                {
                    int action = random.Next(done.Length);
                    using RawClient client = await server.ConnectAsync();
                    try
                    {
                        await ActAsync(action, client, random).WaitAsync(TimeSpan.FromSeconds(30), Token);
                        Interlocked.Increment(ref done[action]);
                    }
                    catch (TimeoutException)
                    {
                        Assert.Fail($"Action {action} of client {number} hangs.");
                    }
                }
            }, Token)));
        await server.WhenEmpty();
        Assert.Equal(0, server.Load.Current.Fresh);
        Assert.DoesNotContain(server.Complaints, complaint => complaint.Contains("callback", StringComparison.Ordinal));
        Assert.All(done, count => Assert.True(duration.TotalSeconds < 1 || count > 0));
        return done;
    }

    private static async Task ActAsync(int action, RawClient client, Random random)
    {
        string body = new('b', random.Next(4) == 0 ? random.Next(200_000) : random.Next(100));
        string post = $"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        switch (action)
        {
            case 0:
                // A well-behaved client, whose bytes are cut anywhere.
                for (int i = random.Next(1, 5); i > 0; i--)
                {
                    Task sending = SendInPiecesAsync(client, post, random);
                    Assert.Equal(body, (await client.ReadAnswerAsync()).Body);
                    await sending;
                }

                break;
            case 1:
                // Leaves, or resets, in the middle of a request.
                await client.SendAsync(post[..random.Next(post.Length)]);
                if (random.Next(2) == 0) client.Reset();
                break;
            case 2:
                // Nothing at all.
                break;
            case 3:
                // Reads a little of a large answer.
                await client.SendAsync("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
                byte[] some = new byte[random.Next(1, 100_000)];
                await client.Socket.ReceiveAsync(some, SocketFlags.None);
                if (random.Next(2) == 0) client.Reset();
                break;
            case 4:
                // Has asked for everything, and listens.
                await client.SendAsync("GET /small HTTP/1.1\r\nHost: a\r\n\r\n");
                client.HalfClose();
                await IgnoreResetAsync(client.ReadToEndAsync());
                break;
            case 5:
                int requests = random.Next(1, 50);
                Task all = client.SendAsync(string.Concat(Enumerable.Repeat("GET /x HTTP/1.1\r\nHost: a\r\n\r\n", requests)));
                for (int i = 0; i < requests; i++) Assert.Equal("/x", (await client.ReadAnswerAsync()).Body);
                await all;
                break;
            case 6:
                await client.SendAsync("GET /abort HTTP/1.1\r\nHost: a\r\n\r\n");
                await IgnoreResetAsync(client.ReadToEndAsync());
                break;
            case 7:
                await client.SendAsync("GET /upgrade HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
                await client.ReadUntilAsync("\r\n\r\n");
                await client.SendAsync("ping!");
                Assert.Equal("ping!", await client.ReadUntilAsync("!"));
                if (random.Next(2) == 0) client.Reset();
                break;
            case 8:
                // Refused while it uploads.
                await client.SendAsync("POST /refuse HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
                await IgnoreResetAsync(client.SendAsync(new byte[random.Next(1_000_000)]));
                if (random.Next(2) == 0) await IgnoreResetAsync(client.Socket.ReceiveAsync(new byte[100], SocketFlags.None));
                break;
        }
    }

    private static async Task SendInPiecesAsync(RawClient client, string text, Random random)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        for (int at = 0; at < bytes.Length;)
        {
            int length = Math.Min(bytes.Length - at, random.Next(1, random.Next(2) == 0 ? 50 : 50_000));
            await client.SendAsync(bytes.AsMemory(at, length));
            at += length;
        }
    }

    private static async Task IgnoreResetAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (SocketException)
        {
            // That is what the server did, or may do.
        }
    }

    private static async Task HandleAsync(HttpContext context)
    {
        switch (context.Request.Path)
        {
            case "/large":
                byte[] piece = new byte[50_000];
                for (int i = 0; i < 100; i++) await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                break;
            case "/abort":
                await Task.Yield();
                context.Abort();
                break;
            case "/refuse":
                context.Response.StatusCode = 413;
                context.Response.Headers.Connection = "close";
                break;
            case "/upgrade":
                await using (Stream stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync())
                {
                    await stream.CopyToAsync(stream);
                }

                break;
            default:
                await RequestTests.Echo(context);
                break;
        }
    }

    /// <summary>Each by its inode, so that the end of one that another test left open hides nothing.</summary>
    private static HashSet<string> OpenSockets()
    {
        var sockets = new HashSet<string>();
        foreach (string descriptor in Directory.EnumerateFiles("/proc/self/fd"))
        {
            try
            {
                string? target = File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name;
                if (target?.StartsWith("socket:", StringComparison.Ordinal) == true) sockets.Add(target);
            }
            catch (FileNotFoundException)
            {
                // Closed since it was listed, as is the listing's own.
            }
        }

        return sockets;
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
