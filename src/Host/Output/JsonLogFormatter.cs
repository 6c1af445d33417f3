using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AppHost.Host.Output;

/// <summary>One JSON object a line, for collectors.</summary>
internal sealed class JsonLogFormatter : ILogFormatter
{
    /// <inheritdoc/>
    public string Format(in LogRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", record.Time.ToUniversalTime());
            json.WriteString("level", TextLogFormatter.NameOf(record.Level));
            if (record.EventId != 0) json.WriteNumber("event", record.EventId);
            if (record.WorkerId is { } id) json.WriteNumber("worker", id);
            json.WriteNumber("pid", record.ProcessId);
            if (record.RequestId.Length > 0) json.WriteString("requestId", record.RequestId);
            json.WriteString("category", record.Category);
            json.WriteString("message", record.Message);
            if (record.Details.Length > 0) json.WriteString("exception", record.Details);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
