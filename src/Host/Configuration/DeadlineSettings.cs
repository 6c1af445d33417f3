namespace AppHost.Host.Configuration;

/// <summary>The three steps of a request's deadline; zero: that step is off.</summary>
/// <param name="Slow">It is logged with its stack.</param>
/// <param name="Request">It is answered for the handler.</param>
/// <param name="Kill">Its worker is replaced.</param>
/// <param name="Mode">When the last two act.</param>
internal sealed record DeadlineSettings(TimeSpan Slow, TimeSpan Request, TimeSpan Kill, DeadlineMode Mode)
{
    /// <summary>From the deadline to the kill, where nothing else is said.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(10);

    /// <summary>Somebody chose the deadline for this host.</summary>
    public bool IsRequestGiven { get; init; }

    /// <summary>Apps of the framework were written without a deadline, and some of their answers take minutes: only a chosen one holds.</summary>
    public DeadlineSettings ForAspNetCore() => IsRequestGiven ? this : this with { Request = TimeSpan.Zero, Kill = TimeSpan.Zero };
}
