namespace AppHost.Host.Releases;

/// <summary>A release could not be copied, for a reason that the operator can mend.</summary>
internal sealed class ReleaseException(string message) : Exception(message);
