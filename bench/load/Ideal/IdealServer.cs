namespace AppHost.Load.Ideal;

/// <summary>The server to compare with: so many requests at once, each taking the same time.</summary>
/// <param name="Servers">How many requests are served at once.</param>
/// <param name="Service">How long each takes.</param>
internal sealed record IdealServer(int Servers, TimeSpan Service)
{
    /// <summary>Requests per second it can serve at most.</summary>
    public double Capacity => Servers / Service.TotalSeconds;

    /// <summary>Requests per second it answers to a closed loop of so many connections, with a mean pause between requests.</summary>
    public double ClosedLoopRate(int connections, TimeSpan meanThink) =>
        Math.Min(Capacity, connections / (Service + meanThink).TotalSeconds);
}
