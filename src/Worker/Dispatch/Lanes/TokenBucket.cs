using System.Threading.RateLimiting;

namespace AppHost.Worker.Dispatch.Lanes;

/// <summary>Token buckets by rate.</summary>
internal static class TokenBucket
{
    private const double ShortestPeriod = 0.01;

    /// <summary>Makes a full bucket.</summary>
    /// <param name="perSecond">Tokens that come in a second; above zero.</param>
    /// <param name="burst">As many as it holds, at least 1.</param>
    public static RateLimiter Create(double perSecond, int burst)
    {
        // One token at a time where that is not too often for a timer.
        double period = Math.Max(1 / perSecond, ShortestPeriod);
        return new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = Math.Max(1, (int)Math.Round(perSecond * period)),
            ReplenishmentPeriod = TimeSpan.FromSeconds(period),
            QueueLimit = 0,
            AutoReplenishment = true,
        });
    }
}
