namespace AppHost.Host.Control;

/// <summary>The body of <c>POST /v1/scale</c>: one of the two.</summary>
/// <param name="Workers">How many are wanted.</param>
/// <param name="Change">How many more; negative for fewer.</param>
internal sealed record ScaleOrder(int? Workers, int? Change);
