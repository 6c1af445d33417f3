using System.Net;
using AppHost.Worker.AspNetCore;
using AppHost.Worker.Messages;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace AppHost.Tests.AspNetCore;

public sealed class AskedEndPointsTests
{
    private static readonly string[] Listening = ["http://127.0.0.1:8080"];

    [Fact]
    public void What_the_host_gives_anyway_is_not_mentioned()
    {
        Assert.Empty(Compare(["http://127.0.0.1:8080"], new KestrelServerOptions()));
        Assert.Empty(Compare(["http://localhost:8080/"], new KestrelServerOptions()));
    }

    [Fact]
    public void End_points_of_each_kind_are_named_in_one_sentence()
    {
        var options = new KestrelServerOptions();
        options.Listen(IPAddress.Loopback, 5001);
        WorkerMessage.Notice notice = Assert.Single(Compare(["http://*:80"], options, ("Kestrel:Endpoints:Web:Url", "http://localhost:5002")));
        Assert.Equal(NoticeImportance.Information, notice.Importance);
        Assert.Contains("http://*:80, http://localhost:5002, http://127.0.0.1:5001", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Https_and_HTTP_3_are_told_where_they_belong()
    {
        WorkerMessage.Notice[] notices =
        [
            .. Compare([], new KestrelServerOptions(),
                ("Kestrel:Endpoints:Web:Url", "https://localhost:5002"), ("Kestrel:Endpoints:Web:Protocols", "Http1AndHttp2AndHttp3")),
        ];
        Assert.Equal(["addresses", "https", "http3"], notices.Select(notice => notice.Subject));
        Assert.Contains("terminate it in front", notices[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpProtocols.Http2, true)]
    [InlineData(HttpProtocols.Http1AndHttp2, false)]
    public void HTTP_2_alone_is_asked_for_by_the_defaults_of_end_points(HttpProtocols protocols, bool wanted)
    {
        var options = new KestrelServerOptions();
        options.ConfigureEndpointDefaults(listen => listen.Protocols = protocols);
        Assert.Equal(wanted, AskedEndPoints.WantHttp2(options));
    }

    private static IEnumerable<WorkerMessage.Notice> Compare(
        string[] urls, KestrelServerOptions options, params (string Key, string Value)[] configuration) =>
        AskedEndPoints.Compare(
            urls,
            options,
            new ConfigurationBuilder().AddInMemoryCollection(configuration.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build(),
            Listening);
}
