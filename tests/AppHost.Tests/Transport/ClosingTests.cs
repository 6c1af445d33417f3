using static AppHost.Tests.Transport.RequestTests;

namespace AppHost.Tests.Transport;

public sealed class ClosingTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Transports> Both => RequestTests.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_client_that_half_closes_with_its_request_is_answered_at_once(Transports transport)
    {
        await using TransportServer server = await TransportServer.StartAsync(transport, Echo);
        for (int i = 0; i < 50; i++)
        {
            using RawClient client = await server.ConnectAsync();
            await client.SendAsync(Get);
            client.HalfClose();
            Assert.EndsWith("\r\n\r\n/", await client.ReadToEndAsync());
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_client_that_half_closes_is_answered_by_a_handler_that_awaits(Transports transport)
    {
        await using TransportServer server = await TransportServer.StartAsync(transport, async context =>
        {
            await Task.Delay(50, CancellationToken.None);
            await Text(context, "answer");
        });
        for (int i = 0; i < 5; i++)
        {
            using RawClient client = await server.ConnectAsync();
            await client.SendAsync(Get);
            client.HalfClose();
            Assert.EndsWith("\r\n\r\nanswer", await client.ReadToEndAsync());
        }
    }
}
