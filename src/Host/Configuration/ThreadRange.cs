namespace AppHost.Host.Configuration;

/// <summary>Threads of a worker; both at least 1, Min not above Max.</summary>
internal readonly record struct ThreadRange(int Min, int Max);
