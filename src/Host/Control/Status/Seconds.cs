namespace AppHost.Host.Control.Status;

/// <summary>Durations as the protocol writes them.</summary>
internal static class Seconds
{
    /// <summary>Rounded to milliseconds: what comes after is noise, and long to read. Never negative, as clocks of two processes are compared.</summary>
    public static double Of(TimeSpan duration) => Math.Round(Math.Max(0, duration.TotalSeconds), 3);
}
