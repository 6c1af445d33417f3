using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.AccessLog;

/// <summary>A line as one JSON object. What is not there is left out.</summary>
internal static class AccessLogJson
{
    public static void Write(LogBuffer line, in AccessLogEntry entry, in AccessLogWorker worker)
    {
        IHttpRequestFeature request = entry.Request;
        line.Append("{\"time\":\""u8);
        line.AppendUtcTime(worker.TimeProvider);
        line.Append("\",\"client\":\""u8);
        AccessLogFields.AppendClient(line, entry, worker);
        line.Append((byte)'"');
        Text(line, ",\"user\":\""u8, AccessLogFields.UserOf(request.Headers));
        Text(line, ",\"method\":\""u8, request.Method);
        Text(line, ",\"path\":\""u8, request.Path);
        Text(line, ",\"query\":\""u8, AccessLogFields.QueryOf(request));
        Text(line, ",\"protocol\":\""u8, request.Protocol);
        line.Append(",\"status\":"u8);
        line.Append(entry.Status);
        if (entry.Response.Headers.ContentLength is { } length)
        {
            line.Append(",\"bytes\":"u8);
            line.Append(length);
        }

        line.Append(",\"duration\":"u8);
        line.AppendSeconds(entry.Duration);
        line.Append(",\"queue\":"u8);
        line.AppendSeconds(entry.QueueTime);
        line.Append(",\"service\":"u8);
        line.AppendSeconds(entry.ServiceTime);
        line.Append(",\"worker\":"u8);
        line.Append(worker.WorkerId);
        line.Append(",\"pid\":"u8);
        line.Append(Environment.ProcessId);
        line.Append(",\"requestId\":\""u8);
        AccessLogFields.AppendId(line, entry);
        line.Append((byte)'"');
        Text(line, ",\"reason\":\""u8, entry.Reason);
        Text(line, ",\"referer\":\""u8, request.Headers.Referer);
        Text(line, ",\"userAgent\":\""u8, request.Headers.UserAgent);
        line.Append((byte)'}');
    }

    private static void Text(LogBuffer line, ReadOnlySpan<byte> head, string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        line.Append(head);
        line.AppendJson(value);
        line.Append((byte)'"');
    }
}
