using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AppHost.Worker.Life;

/// <summary>
/// Brings what an app asks of Kestrel (in code, or below <c>Kestrel</c> in its configuration) into the options of its worker;
/// all but its end points, which are the master's. Of the limits that both can set, that of the host's settings counts where
/// it is not the framework's default.
/// </summary>
internal static class AppKestrelOptions
{
    private static readonly KestrelServerLimits Defaults = new();

    /// <summary>Takes them over.</summary>
    /// <param name="options">With the host's settings.</param>
    /// <param name="app">The app's.</param>
    public static void Take(KestrelServerOptions options, KestrelServerOptions app)
    {
        options.ApplicationServices = app.ApplicationServices;
        options.AddServerHeader = app.AddServerHeader;
        options.AllowSynchronousIO = app.AllowSynchronousIO;
        options.AllowAlternateSchemes = app.AllowAlternateSchemes;
        options.AllowHostHeaderOverride = app.AllowHostHeaderOverride;
        options.AllowResponseHeaderCompression = app.AllowResponseHeaderCompression;
        options.DisableStringReuse = app.DisableStringReuse;
        options.RequestHeaderEncodingSelector = app.RequestHeaderEncodingSelector;
        options.ResponseHeaderEncodingSelector = app.ResponseHeaderEncodingSelector;
        Take(options.Limits, app.Limits);
        Take(options.Limits.Http2, app.Limits.Http2);
    }

    private static void Take(KestrelServerLimits limits, KestrelServerLimits app)
    {
        if (limits.KeepAliveTimeout == Defaults.KeepAliveTimeout) limits.KeepAliveTimeout = app.KeepAliveTimeout;
        if (limits.MaxRequestHeaderCount == Defaults.MaxRequestHeaderCount) limits.MaxRequestHeaderCount = app.MaxRequestHeaderCount;
        if (limits.MaxRequestBodySize == Defaults.MaxRequestBodySize) limits.MaxRequestBodySize = app.MaxRequestBodySize;
        // Kestrel refuses a buffer that cannot hold the line or the headers.
        if (app.MaxRequestBufferSize is null || app.MaxRequestBufferSize > limits.MaxRequestBufferSize) limits.MaxRequestBufferSize = app.MaxRequestBufferSize;
        if (limits.MaxRequestLineSize == Defaults.MaxRequestLineSize) limits.MaxRequestLineSize = app.MaxRequestLineSize;
        if (limits.MaxRequestHeadersTotalSize == Defaults.MaxRequestHeadersTotalSize)
        {
            limits.MaxRequestHeadersTotalSize = app.MaxRequestHeadersTotalSize;
        }

        limits.MaxResponseBufferSize = app.MaxResponseBufferSize;
        limits.RequestHeadersTimeout = app.RequestHeadersTimeout;
        limits.MinRequestBodyDataRate = app.MinRequestBodyDataRate;
        limits.MinResponseDataRate = app.MinResponseDataRate;
        limits.MaxConcurrentConnections = app.MaxConcurrentConnections;
        limits.MaxConcurrentUpgradedConnections = app.MaxConcurrentUpgradedConnections;
    }

    private static void Take(Http2Limits limits, Http2Limits app)
    {
        limits.HeaderTableSize = app.HeaderTableSize;
        limits.InitialConnectionWindowSize = app.InitialConnectionWindowSize;
        limits.InitialStreamWindowSize = app.InitialStreamWindowSize;
        limits.KeepAlivePingDelay = app.KeepAlivePingDelay;
        limits.KeepAlivePingTimeout = app.KeepAlivePingTimeout;
        limits.MaxFrameSize = app.MaxFrameSize;
        limits.MaxRequestHeaderFieldSize = app.MaxRequestHeaderFieldSize;
        limits.MaxStreamsPerConnection = app.MaxStreamsPerConnection;
    }
}
