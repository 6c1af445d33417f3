namespace AppHost.FunctionalTests.Harness;

/// <summary>How a request failed.</summary>
public enum LoadFailureKind
{
    /// <summary>No connection could be made.</summary>
    Refused,

    /// <summary>The connection was closed or reset before the first byte of the answer.</summary>
    Closed,

    /// <summary>The connection was closed or reset amid the answer.</summary>
    Broken,

    /// <summary>The answer was not 200.</summary>
    Status,
}

/// <summary>A request of a load loop that failed.</summary>
/// <param name="Holder">The process that answered on this connection before; null if none had.</param>
/// <param name="Started">Timestamp of the request's begin.</param>
public sealed record LoadFailure(LoadFailureKind Kind, int? Holder, long Started, string Text);
