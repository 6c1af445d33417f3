namespace AppHost.Load.Commands;

/// <summary>What the process returns. Failed requests are a result, not a failure of the program.</summary>
internal static class ExitCodes
{
    /// <summary>The run was made and reported.</summary>
    public const int Done = 0;

    /// <summary>No run was made: nothing listens, or a file cannot be read or written.</summary>
    public const int Failed = 1;

    /// <summary>The options are wrong.</summary>
    public const int Usage = 2;
}
