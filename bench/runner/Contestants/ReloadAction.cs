namespace AppHost.Bench.Contestants;

/// <summary>How an operator reloads a server.</summary>
/// <param name="Text">As in reports.</param>
/// <param name="Signal">Sent to the first started process; 0: none.</param>
/// <param name="FifoOrder">Written into the file <c>fifo</c> of the server's folder instead; null: none.</param>
/// <param name="Restarts">The server cannot reload: it is stopped and started.</param>
internal sealed record ReloadAction(string Text, int Signal = 0, string? FifoOrder = null, bool Restarts = false);
