namespace AppHost.Host;

/// <summary>Exit codes of the host. Stable: supervisors and scripts act on them.</summary>
internal static class ExitCode
{
    /// <summary>Ended as asked.</summary>
    public const int Success = 0;

    /// <summary>Configuration, usage, or an address that cannot be bound.</summary>
    public const int Usage = 1;

    /// <summary>The app could not be booted.</summary>
    public const int BootFailed = 3;

    /// <summary>The new generation failed and the old one goes on: the same number, as most often it could not be booted.</summary>
    public const int ReloadFailed = 3;

    /// <summary>No worker is left, none boots any more, and <c>crash.on-exhausted</c> says exit.</summary>
    public const int Exhausted = 4;
}
