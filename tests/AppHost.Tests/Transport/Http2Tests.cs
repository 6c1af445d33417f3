using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using static AppHost.Tests.Transport.RequestTests;

namespace AppHost.Tests.Transport;

public sealed class Http2Tests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Transports> Both => RequestTests.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Streams_of_one_connection_with_prior_knowledge_do_not_mix(Transports transport)
    {
        await using TransportServer server = await TransportServer.StartAsync(
            transport, Echo, listen => listen.Protocols = HttpProtocols.Http2);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{server.EndPoint}") };
        await PostManyAsync(client, HttpVersion.Version20);
        Assert.Equal(1, server.Load.Connections);
    }

    [Theory]
    [InlineData(Transports.Epoll, 1)]
    [InlineData(Transports.Epoll, 2)]
    [InlineData(Transports.Sockets, 1)]
    [InlineData(Transports.Sockets, 2)]
    public async Task Requests_over_tls_are_answered(Transports transport, int version)
    {
        using X509Certificate2 certificate = SelfSigned();
        await using TransportServer server = await TransportServer.StartAsync(transport, Echo, listen => listen.UseHttps(certificate));
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 8 };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) =>
            presented!.GetCertHashString() == certificate.GetCertHashString();
        using (var client = new HttpClient(handler) { BaseAddress = new Uri($"https://{server.EndPoint}") })
        {
            await PostManyAsync(client, version == 2 ? HttpVersion.Version20 : HttpVersion.Version11);
        }

        await server.WhenEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_client_that_breaks_a_tls_handshake_leaves_nothing_behind(Transports transport)
    {
        using X509Certificate2 certificate = SelfSigned();
        await using TransportServer server = await TransportServer.StartAsync(transport, Echo, listen => listen.UseHttps(certificate));
        using RawClient reset = await server.ConnectAsync();
        using RawClient plain = await server.ConnectAsync();
        await reset.SendAsync(new byte[] { 22, 3, 1 });
        reset.Reset();
        await plain.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await plain.ReadToEndAsync();
        await server.WhenEmpty();
    }

    private static async Task PostManyAsync(HttpClient client, Version version)
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async number =>
        {
            byte[] body = new byte[number * 3000];
            new Random(number).NextBytes(body);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/")
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(body),
            };
            using HttpResponseMessage answer = await client.SendAsync(request, Token);
            Assert.Equal(version, answer.Version);
            Assert.Equal(body, await answer.Content.ReadAsByteArrayAsync(Token));
        }));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // Out and in again: SslStream wants the key in a form that it can keep.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
