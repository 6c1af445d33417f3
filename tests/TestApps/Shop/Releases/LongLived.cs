using System.Net.WebSockets;
using System.Text;
using AppHost;

namespace Shop.Releases;

/// <summary>What outlives a deployment: WebSockets, streams, long polls, uploads. Each answers with the id of its process.</summary>
internal sealed class LongLived : IRelease
{
    private CancellationToken _draining;

    public void Map(WebApplication app)
    {
        // A worker says earlier than the framework that it is to leave.
        _draining = app.Services.GetService<IWorkerInfo>()?.Draining ?? app.Lifetime.ApplicationStopping;
        app.UseWebSockets();
        app.Map("/", Answers.ProcessId);
        app.Map("/websocket", WebSocketAsync);
        app.Map("/poll", async () =>
        {
            await DrainedAsync();
            return Answers.Text("draining");
        });
        app.Map("/stream", async (HttpContext context, string file) =>
        {
            await Answers.WriteAndFlushAsync(context.Response, Answers.Process);
            while (!File.Exists(file)) await Task.Delay(10);
            await context.Response.WriteAsync("end");
        });
        app.Map("/upload", async (HttpRequest request) =>
        {
            var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            return Answers.Text($"{Answers.Process} {body.Length}");
        });
    }

    /// <summary>Echoes messages, each with the id of the process; closes when the worker drains if it was asked to.</summary>
    private async Task WebSocketAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        if (context.Request.Query.ContainsKey("leaves"))
        {
            await DrainedAsync();
            await socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "draining", CancellationToken.None);
            return;
        }

        byte[] buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: WebSocketMessageType.Text } message)
        {
            string text = $"{Answers.Process} {Encoding.UTF8.GetString(buffer, 0, message.Count)}";
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "asked", CancellationToken.None);
    }

    private async Task DrainedAsync()
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = _draining.Register(drained.SetResult);
        await drained.Task;
    }
}
