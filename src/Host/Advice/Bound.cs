namespace AppHost.Host.Advice;

/// <summary>One limit.</summary>
/// <param name="Rate">Requests a second that it allows; null: it was not said how much there is.</param>
/// <param name="Arithmetic">How that comes about, one sentence without a full stop.</param>
/// <param name="Binds">It allows the fewest.</param>
internal sealed record Bound(BoundKind Kind, double? Rate, string Arithmetic, bool Binds = false);
