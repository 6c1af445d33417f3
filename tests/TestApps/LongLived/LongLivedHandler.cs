using System.Globalization;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using AppHost;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LongLived;

/// <summary>What outlives a deployment: WebSockets, streams, long polls, uploads. Each answers with the id of its process.</summary>
public sealed class LongLivedHandler(IWorkerInfo worker) : IAsyncHandler
{
    private static readonly string Process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    public Task HandleAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/" => context.Response.WriteAsync(Process),
        "/websocket" => WebSocketAsync(context),
        "/poll" => PollAsync(context),
        "/stream" => StreamAsync(context, context.Request.Query["file"].ToString()),
        "/upload" => UploadAsync(context),
        _ => Task.CompletedTask,
    };

    /// <summary>Echoes messages, each with the id of the process; closes when the worker drains if it was asked to.</summary>
    private async Task WebSocketAsync(HttpContext context)
    {
        string key = context.Request.Headers.SecWebSocketKey.ToString();
        // RFC 6455 4.2.2; the algorithm is the RFC's and protects nothing.
#pragma warning disable CA5350
        byte[] hash = SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
#pragma warning restore CA5350
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(hash);
        await using Stream stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        using WebSocket socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        if (context.Request.Query.ContainsKey("leaves"))
        {
            await Drained();
            await socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "draining", CancellationToken.None);
            return;
        }

        byte[] buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: WebSocketMessageType.Text } message)
        {
            string text = $"{Process} {Encoding.UTF8.GetString(buffer, 0, message.Count)}";
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "asked", CancellationToken.None);
    }

    private async Task PollAsync(HttpContext context)
    {
        await Drained();
        await context.Response.WriteAsync("draining");
    }

    private static async Task StreamAsync(HttpContext context, string file)
    {
        await context.Response.WriteAsync(Process);
        await context.Response.Body.FlushAsync();
        while (!File.Exists(file)) await Task.Delay(10);
        await context.Response.WriteAsync("end");
    }

    private static async Task UploadAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        await context.Response.WriteAsync($"{Process} {body.Length}");
    }

    private async Task Drained()
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = worker.Draining.Register(drained.SetResult);
        await drained.Task;
    }
}
