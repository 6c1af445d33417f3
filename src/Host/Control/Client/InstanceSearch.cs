using AppHost.Host.Control.Status;

namespace AppHost.Host.Control.Client;

/// <summary>The instance that was found, or why none was: for the operator, may be several lines.</summary>
/// <param name="Place">Its control socket, or its admin address.</param>
/// <param name="Status">What it said when it was found.</param>
internal sealed record InstanceSearch(ControlPlace? Place, StatusSnapshot? Status, string? Problem);
