namespace AppHost.Host.Output;

/// <summary>How a log record is written. Thread-safe.</summary>
internal interface ILogFormatter
{
    /// <summary>The record as text, without a line end.</summary>
    string Format(in LogRecord record);
}
