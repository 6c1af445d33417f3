namespace AppHost.Host.Control.Http;

/// <summary>A request that is answered without being understood.</summary>
/// <param name="Status">4xx or 5xx.</param>
/// <param name="Problem">What is wrong, one sentence without a full stop.</param>
internal sealed record HttpRefusal(int Status, string Problem);
