using Microsoft.Extensions.Logging;

namespace AppHost.Host.Configuration;

/// <summary>The host's own log.</summary>
internal sealed record LogSettings(LogLevel Level, LogFormat Format);
