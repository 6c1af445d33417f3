namespace AppHost.WorkerTypes;

/// <summary>The configured worker class cannot be used. The message is for the operator.</summary>
internal sealed class WorkerTypeException(string message, Exception? cause = null) : Exception(message, cause);
