using System.Buffers.Text;
using System.Net;
using System.Text;
using AppHost.Worker.Dispatch;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace AppHost.Worker.AccessLog;

/// <summary>The atoms of a format: those of Gunicorn, and what it lacks. A value that is not there is a dash.</summary>
internal static class AccessLogFields
{
    private static readonly Dictionary<string, AccessLogField> Atoms = new()
    {
        ["h"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker worker) => AppendClient(line, entry, worker),
        ["l"] = static (LogBuffer line, in AccessLogEntry _, in AccessLogWorker _) => Dash(line),
        ["u"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => Text(line, UserOf(entry.Request.Headers)),
        ["t"] = static (LogBuffer line, in AccessLogEntry _, in AccessLogWorker worker) => line.AppendCommonTime(worker.TimeProvider),
        ["r"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => AppendRequestLine(line, entry.Request),
        ["m"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => Text(line, entry.Request.Method),
        ["U"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => Text(line, entry.Request.Path),
        ["q"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => Text(line, QueryOf(entry.Request)),
        ["H"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => Text(line, entry.Request.Protocol),
        ["s"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => line.Append(entry.Status),
        ["B"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => line.Append(entry.Response.Headers.ContentLength ?? 0),
        ["b"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => Number(line, entry.Response.Headers.ContentLength),
        ["f"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => Text(line, entry.Request.Headers.Referer),
        ["a"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => Text(line, entry.Request.Headers.UserAgent),
        ["T"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => line.Append(entry.Duration / 1_000_000_000),
        ["M"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => line.Append(entry.Duration / 1_000_000),
        ["D"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => line.Append(entry.Duration / 1_000),
        ["L"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => line.AppendSeconds(entry.Duration),
        ["p"] = static (LogBuffer line, in AccessLogEntry _, in AccessLogWorker _) => line.Append(Environment.ProcessId),
        ["queue"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => line.AppendSeconds(entry.QueueTime),
        ["service"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => line.AppendSeconds(entry.ServiceTime),
        ["worker"] = static (LogBuffer line, in AccessLogEntry _, in AccessLogWorker worker) => line.Append(worker.WorkerId),
        ["id"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => AppendId(line, entry),
        ["reason"] = static (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) =>
            Text(line, entry.Reason),
    };

    /// <summary>All atoms but those of headers.</summary>
    public static IEnumerable<string> Names => Atoms.Keys;

    /// <summary>The part of a line that an atom stands for; <c>{name}i</c> and <c>{name}o</c> are headers of request and response.</summary>
    /// <returns>Null if there is no such atom.</returns>
    public static AccessLogField? Find(string atom)
    {
        if (!atom.StartsWith('{')) return Atoms.GetValueOrDefault(atom);
        if (atom.Length < 4 || atom[^2] != '}') return null;
        string header = atom[1..^2];
        return atom[^1] switch
        {
            'i' => (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => Text(line, entry.Request.Headers[header]),
            'o' => (LogBuffer line, in AccessLogEntry entry, in AccessLogWorker _) => Text(line, entry.Response.Headers[header]),
            _ => null,
        };
    }

    /// <summary>The client's address.</summary>
    public static void AppendClient(LogBuffer line, in AccessLogEntry entry, in AccessLogWorker worker)
    {
        IPAddress? peer = entry.Features.Get<IHttpConnectionFeature>()?.RemoteIpAddress;
        if (worker.Proxies.ClientOf(peer, entry.Request.Headers) is { } client) line.Append(client);
        else Dash(line);
    }

    /// <summary>The id by which the request can be found in the log.</summary>
    public static void AppendId(LogBuffer line, in AccessLogEntry entry)
    {
        if (entry.Scope is { } scope) line.AppendEscaped(scope.Write(stackalloc char[CorrelationId.OwnLength]));
        else Text(line, CorrelationId.Of(entry.Request.Headers));
    }

    /// <summary>The query with its question mark; empty without one.</summary>
    public static string QueryOf(IHttpRequestFeature request) => request.QueryString;

    /// <summary>The user of basic authentication (RFC 7617), its password left out; null without one.</summary>
    public static string? UserOf(IHeaderDictionary headers)
    {
        const string Scheme = "Basic ";
        string? credentials = headers.Authorization;
        if (credentials is null || !credentials.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || credentials.Length > 1024) return null;
        byte[] bytes = Encoding.ASCII.GetBytes(credentials, Scheme.Length, credentials.Length - Scheme.Length);
        if (Base64.DecodeFromUtf8InPlace(bytes, out int written) is not System.Buffers.OperationStatus.Done) return null;
        string pair = Encoding.UTF8.GetString(bytes, 0, written);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? pair[..colon] : null;
    }

    private static void AppendRequestLine(LogBuffer line, IHttpRequestFeature request)
    {
        line.AppendEscaped(request.Method);
        line.Append((byte)' ');
        line.AppendEscaped(request.RawTarget);
        line.Append((byte)' ');
        line.AppendEscaped(request.Protocol);
    }

    private static void Text(LogBuffer line, StringValues values) => Text(line, (string?)values);

    private static void Text(LogBuffer line, string? text)
    {
        if (string.IsNullOrEmpty(text)) Dash(line);
        else line.AppendEscaped(text);
    }

    private static void Number(LogBuffer line, long? number)
    {
        if (number is { } value) line.Append(value);
        else Dash(line);
    }

    private static void Dash(LogBuffer line) => line.Append((byte)'-');
}
