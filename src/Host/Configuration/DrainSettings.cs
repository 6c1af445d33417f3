namespace AppHost.Host.Configuration;

/// <summary>How long leaving workers may take.</summary>
internal sealed record DrainSettings(
    TimeSpan GracefulStop, TimeSpan GracefulReload, TimeSpan LingerStop, TimeSpan LingerReload, TimeSpan ShutdownDelay);
