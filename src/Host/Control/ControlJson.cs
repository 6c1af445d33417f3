using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AppHost.Host.Control.Http;
using AppHost.Host.Control.Status;
using AppHost.Host.Output;

namespace AppHost.Host.Control;

/// <summary>The JSON of the control protocol; generated code, as reflection would cost the master memory and the client time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StatusSnapshot))]
[JsonSerializable(typeof(ControlAnswer))]
[JsonSerializable(typeof(ScaleOrder))]
[JsonSerializable(typeof(RecentLinesReading))]
[JsonSerializable(typeof(IReadOnlyList<WorkerStatus>))]
[JsonSerializable(typeof(IReadOnlyList<RunningRequest>))]
internal sealed partial class ControlJson : JsonSerializerContext
{
    /// <summary>For programs and terminals, not for HTML: quotes and umlauts stay readable.</summary>
    public static ControlJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The same on several lines, for people who pass it on.</summary>
    public static ControlJson Indented { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    });

    /// <summary>An answer about an order.</summary>
    public static HttpReply Reply(int status, ControlAnswer answer) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(answer, Readable.ControlAnswer));
}
