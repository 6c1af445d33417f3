using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Output;

/// <summary>One line for people: time, level, who, message; the details of an exception indented below.</summary>
internal sealed class TextLogFormatter(bool colour) : ILogFormatter
{
    private const string Reset = "\u001b[0m";
    private const string Dim = "\u001b[2m";

    /// <inheritdoc/>
    public string Format(in LogRecord record)
    {
        var text = new StringBuilder(128);
        if (colour) text.Append(Dim);
        text.Append(record.Time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
        if (colour) text.Append(Reset);
        text.Append(' ');
        if (colour) text.Append(ColourOf(record.Level));
        text.Append(NameOf(record.Level).PadRight(5));
        if (colour) text.Append(Reset);
        text.Append(" [");
        text.Append(record.WorkerId is { } id ? string.Create(CultureInfo.InvariantCulture, $"w{id}") : "master");
        text.Append(CultureInfo.InvariantCulture, $" {record.ProcessId}");
        if (record.RequestId.Length > 0) text.Append(' ').Append(record.RequestId);
        text.Append("] ").Append(record.Message);
        foreach (string line in record.Details.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append("\n    ").Append(line.TrimEnd('\r'));
        }

        return text.ToString();
    }

    /// <summary>The level as it is configured.</summary>
    public static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    private static string ColourOf(LogLevel level) => level switch
    {
        LogLevel.Warning => "\u001b[33m",
        LogLevel.Error or LogLevel.Critical => "\u001b[31m",
        LogLevel.Information => "\u001b[32m",
        _ => Dim,
    };
}
