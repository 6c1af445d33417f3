using AppHost.Worker.Dispatch.Responses;
using AppHost.Worker.Messages;
using AppHost.Worker.Transport;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AppHost.Worker.Life;

/// <summary>Kestrel's options from the worker's assignment.</summary>
internal static class KestrelSettings
{
    public static KestrelServerOptions Create(ServingAssignment serving, bool appBlocks, WorkerLoad load, bool guardsResponses, KestrelServerOptions? app = null)
    {
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            // A handler that owns its thread may wait for bytes on it.
            AllowSynchronousIO = appBlocks,
        };
        KestrelServerLimits limits = options.Limits;
        limits.KeepAliveTimeout = TimeSpan.FromMilliseconds(serving.KeepAliveTimeout);
        limits.MaxRequestLineSize = serving.MaxRequestLine;
        limits.MaxRequestHeadersTotalSize = serving.MaxHeaders;
        limits.MaxRequestHeaderCount = serving.MaxHeaderCount;
        limits.MaxRequestBodySize = serving.MaxBody;
        // Kestrel refuses a request buffer that cannot hold the line or the headers; the body waits in it before dispatch.
        limits.MaxRequestBufferSize = Math.Max(1 << 20, Math.Max(serving.BodyBuffer + (64 << 10), Math.Max(serving.MaxRequestLine, serving.MaxHeaders)));
        // Beyond it a blocking handler waits for its client; up to it the answer is on its way without the thread.
        if (appBlocks) limits.MaxResponseBufferSize = serving.ResponseBuffer;
        if (app is not null) AppKestrelOptions.Take(options, app);
        foreach (ListenerAssignment listener in serving.Listeners)
        {
            options.Listen(listener.ToEndPoint(), listen =>
            {
                listen.Protocols = listener.Http2 ? HttpProtocols.Http2 : HttpProtocols.Http1;
                listen.Use(next => new ConnectionCounting(next, load).OnConnectionAsync);
                // The last one, below HTTP itself. A stream of HTTP/2 can be reset alone and needs none.
                if (guardsResponses && !listener.Http2) listen.Use(ResponseGuard.Wrap);
            });
        }

        return options;
    }
}
