using System.Text.Json;
using System.Text.Json.Serialization;

namespace AppHost.Worker.Messages;

/// <summary>The messages of the channel as JSON, one a line; generated code, since a worker pays for reflection at each start.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(MasterMessage))]
[JsonSerializable(typeof(WorkerMessage))]
internal sealed partial class ChannelJson : JsonSerializerContext;
