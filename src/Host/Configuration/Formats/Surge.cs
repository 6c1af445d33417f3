namespace AppHost.Host.Configuration.Formats;

/// <summary>More workers than N while a reload goes, as a number or as a share of N.</summary>
internal readonly record struct Surge(int Number, bool IsPercent)
{
    /// <summary>How many that is; at least 1, because a reload that may not start a worker never ends.</summary>
    /// <param name="workers">N.</param>
    public int Of(int workers) => Math.Max(1, IsPercent ? (int)Math.Ceiling(workers * Number / 100.0) : Number);
}
