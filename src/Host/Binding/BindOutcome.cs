namespace AppHost.Host.Binding;

/// <summary>The result of binding a list: all of it, or nothing and every reason why.</summary>
/// <param name="Listeners">Owned by the caller; null if there are problems.</param>
/// <param name="Problems">Empty on success.</param>
/// <param name="Warnings">Sentences for the log; they stop nothing.</param>
internal sealed record BindOutcome(ListenerSet? Listeners, IReadOnlyList<BindProblem> Problems, IReadOnlyList<string> Warnings);
