namespace AppHost.Host.Configuration;

/// <summary>How log records are written.</summary>
internal enum LogFormat
{
    Text,
    Json,
}
