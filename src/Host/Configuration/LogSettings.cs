using Microsoft.Extensions.Logging;

namespace AppHost.Host.Configuration;

/// <summary>The log.</summary>
/// <param name="Level">Of the host and of the app.</param>
/// <param name="Framework">Of the framework below the app.</param>
internal sealed record LogSettings(LogLevel Level, LogLevel Framework, LogFormat Format)
{
    /// <summary>The framework tells of each connection at "debug"; who asks for that level asks for the host's and the app's.</summary>
    public static LogLevel DefaultFramework(LogLevel level) => level > LogLevel.Warning ? level : LogLevel.Warning;
}
