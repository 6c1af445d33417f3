namespace AppHost.Host.Commands;

/// <summary>What the process tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Ended as asked.</summary>
    public const int Success = 0;

    /// <summary>Configuration, usage or bind.</summary>
    public const int Usage = 1;
}
