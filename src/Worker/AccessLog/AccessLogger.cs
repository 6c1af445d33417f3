using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.AccessLog;

/// <summary>The access log of one worker. Thread-safe.</summary>
internal sealed class AccessLogger : IDisposable
{
    [ThreadStatic]
    private static LogBuffer? _line;

    private readonly AccessLogFormat _format;
    private readonly AccessLogWorker _worker;
    private readonly AccessLogWriter _writer;
    private volatile bool _enabled;

    private AccessLogger(AccessLogFormat format, AccessLogWorker worker, AccessLogWriter writer) => (_format, _worker, _writer) = (format, worker, writer);

    /// <summary>Makes it as assigned.</summary>
    /// <returns>Null: there is to be none.</returns>
    public static AccessLogger? Create(AccessLogAssignment assignment, int workerId, WorkerRegion region, ILoggerFactory loggerFactory)
    {
        if (assignment.Target is not { } target) return null;
        if (!AccessLogFormat.TryParse(assignment.Format, out AccessLogFormat? format, out string? problem)) throw new FormatException(problem);
        var worker = new AccessLogWorker(workerId, TrustedProxies.Parse(assignment.TrustedProxies), TimeProvider.System);
        IAccessLogTarget to = target switch
        {
            AccessLogAssignment.Output => new OutputTarget(),
            AccessLogAssignment.Syslog => new SyslogTarget(SyslogTarget.Default, assignment.Tag, TimeProvider.System),
            _ when target.StartsWith(AccessLogAssignment.SyslogPrefix, StringComparison.Ordinal) =>
                new SyslogTarget(target[AccessLogAssignment.SyslogPrefix.Length..], assignment.Tag, TimeProvider.System),
            _ => new FileTarget(target, loggerFactory.CreateLogger<AccessLogger>()),
        };
        var writer = new AccessLogWriter(to, count => Interlocked.Add(ref region.AccessLogDropped, count));
        return new AccessLogger(format, worker, writer.Start());
    }

    /// <summary>Writes lines from now on: what the worker asked itself before is nobody's access.</summary>
    public void Enable() => _enabled = true;

    /// <summary>Adds a line.</summary>
    public void Write(in AccessLogEntry entry)
    {
        if (!_enabled) return;
        LogBuffer line = _line ??= new LogBuffer();
        line.Clear();
        _format.Write(line, entry, _worker);
        _writer.Add(line.Written);
    }

    /// <inheritdoc cref="AccessLogWriter.Reopen"/>
    public void Reopen() => _writer.Reopen();

    /// <inheritdoc cref="AccessLogWriter.Flush"/>
    public void Flush() => _writer.Flush();

    public void Dispose() => _writer.Dispose();
}
