namespace AppHost.Worker.Stacks;

/// <summary>A stack, or why there is none.</summary>
/// <param name="Frames">The innermost first; empty if it could not be read.</param>
/// <param name="Problem">Null if it was read.</param>
internal sealed record StackReading(IReadOnlyList<string> Frames, string? Problem = null);
