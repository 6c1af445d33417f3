namespace AppHost.Host.Stacks;

/// <summary>Stacks cannot be read, for a reason that the operator can mend.</summary>
internal sealed class StacksException(string message, Exception? inner = null) : Exception(message, inner);
