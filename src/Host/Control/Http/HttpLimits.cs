namespace AppHost.Host.Control.Http;

/// <summary>What one client of a small HTTP endpoint may take.</summary>
internal sealed record HttpLimits
{
    /// <summary>Request line and headers, in bytes.</summary>
    public int Head { get; init; } = 8 << 10;

    /// <summary>The body, in bytes.</summary>
    public int Body { get; init; } = 16 << 10;

    public int HeaderCount { get; init; } = 50;

    /// <summary>Clients at once; one more is turned away.</summary>
    public int Clients { get; init; } = 32;

    /// <summary>From the connection until the request is complete, and again for taking the answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);
}
