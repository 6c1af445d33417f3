namespace WebFeatures;

/// <summary>Lines of the app's log.</summary>
internal static partial class Lines
{
    [LoggerMessage(Level = LogLevel.Information, Message = "logged: {Text}")]
    public static partial void LogText(ILogger logger, string text);
}
