namespace AppHost.Bench.Reports;

/// <summary>One case.</summary>
/// <param name="IsOwn">It is AppHost's.</param>
/// <param name="Cells">The texts of its columns.</param>
internal sealed record ResultRow(bool IsOwn, IReadOnlyList<string> Cells);
