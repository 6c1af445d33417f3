namespace AppHost.Faults.Load;

/// <summary>One request.</summary>
/// <param name="Path">What was asked for.</param>
/// <param name="Id">Its X-Request-Id, by which the host's log names it.</param>
/// <param name="Worker">Who had answered on the connection before, or did now; null: nobody yet.</param>
/// <param name="AnsweredBefore">Timestamp of the end of the answer before it on its connection; 0: it was the first one.</param>
/// <param name="Started">Timestamp.</param>
/// <param name="Ended">Timestamp.</param>
/// <param name="Failure">Null: it was answered with 200, whole.</param>
internal sealed record RequestResult(
    ClientKind Kind, string Path, string Id, int? Worker, long AnsweredBefore, long Started, long Ended, string? Failure)
{
    public override string ToString() => $"{Kind} {Path} {Id}: {Failure}, connection of {Worker?.ToString() ?? "nobody yet"}";
}
