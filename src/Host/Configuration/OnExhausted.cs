namespace AppHost.Host.Configuration;

/// <summary>What the host does when no worker is left and none boots any more.</summary>
internal enum OnExhausted
{
    /// <summary>It stays, not ready, and tries one worker at long intervals.</summary>
    Keep,

    /// <summary>It ends with exit code 4, for a supervisor that moves it elsewhere.</summary>
    Exit,
}
