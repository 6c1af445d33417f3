using AppHost.Host.Configuration.Formats;

namespace AppHost.Host.Advice;

/// <summary>What is to be sized for: means over the requests of the app at its busiest hour.</summary>
internal sealed record Workload
{
    /// <summary>CPU time of one request. Above zero.</summary>
    public required TimeSpan Service { get; init; }

    /// <summary>Time in which a request waits for a database, a file or another server.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Requests a second that are to be served; null: as many as the machine can.</summary>
    public double? Rate { get; init; }

    /// <summary>The time in which 95 of 100 requests are to be answered; null: not said.</summary>
    public TimeSpan? Percentile95 { get; init; }

    /// <summary>Connections that the database grants to this host; null: not said.</summary>
    public int? Connections { get; init; }

    /// <summary>The worker class that it must be; null: to be chosen.</summary>
    public string? WorkerClass { get; init; }

    /// <summary>Private memory of one worker under load, in bytes.</summary>
    public long WorkerMemory { get; init; } = 256L << 20;

    /// <summary>Workers above N while a reload goes: they have memory and connections too.</summary>
    public Surge Surge { get; init; } = new(25, IsPercent: true);

    /// <summary>From the start of a request's code to its end.</summary>
    public TimeSpan Response => Service + Wait;

    /// <summary>The part of that time in which it waits, 0 to 1.</summary>
    public double WaitShare => Wait / Response;
}
