using AppHost.Host.Binding;

namespace AppHost.Host.Control.Folders;

/// <summary>What came of claiming a control socket.</summary>
/// <param name="Listener">Null: there is none.</param>
/// <param name="Instance">The name by which the instance is found: the host's, or that with a number.</param>
/// <param name="Warning">A sentence for the log.</param>
/// <param name="Problem">Why the host must not start.</param>
internal sealed record ControlSocketClaim(Listener? Listener, string Instance, string? Warning, string? Problem);
