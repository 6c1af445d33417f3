namespace AppHost.Host.Stacks;

/// <summary>Where one thread stands.</summary>
/// <param name="ThreadId">The kernel's.</param>
/// <param name="ManagedThreadId">.NET's.</param>
/// <param name="Name">At most 15 characters, as the kernel keeps it; may be empty.</param>
/// <param name="Frames">Methods with their parameter types, the innermost first.</param>
internal sealed record ThreadStack(int ThreadId, int ManagedThreadId, string Name, IReadOnlyList<string> Frames);
