using AppHost.Worker.Life;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AppHost.Tests.Life;

public sealed class AppKestrelOptionsTests
{
    private readonly KestrelServerOptions _host = new();
    private readonly KestrelServerOptions _app = new();

    [Fact]
    public void What_the_app_sets_holds_where_the_host_says_nothing()
    {
        _app.Limits.MaxRequestBodySize = 7;
        _app.Limits.Http2.MaxStreamsPerConnection = 9;
        _app.AllowSynchronousIO = true;
        AppKestrelOptions.Take(_host, _app);
        Assert.Equal((7, 9, true), (_host.Limits.MaxRequestBodySize, _host.Limits.Http2.MaxStreamsPerConnection, _host.AllowSynchronousIO));
    }

    [Fact]
    public void A_setting_of_the_host_wins()
    {
        _host.Limits.MaxRequestBodySize = 5;
        _app.Limits.MaxRequestBodySize = 7;
        AppKestrelOptions.Take(_host, _app);
        Assert.Equal(5, _host.Limits.MaxRequestBodySize);
    }

    [Fact]
    public void A_request_buffer_can_always_hold_what_the_host_needs()
    {
        _host.Limits.MaxRequestBufferSize = 2 << 20;
        AppKestrelOptions.Take(_host, _app);
        Assert.Equal(2 << 20, _host.Limits.MaxRequestBufferSize);
        _app.Limits.MaxRequestBufferSize = null;
        AppKestrelOptions.Take(_host, _app);
        Assert.Null(_host.Limits.MaxRequestBufferSize);
    }
}
