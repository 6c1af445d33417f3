using System.Globalization;
using Microsoft.Diagnostics.Runtime;

namespace AppHost.Host.Stacks;

/// <summary>
/// Reads the managed stacks of another process with ptrace(2). It stands still meanwhile, and goes on even if this process
/// is killed.
/// </summary>
internal static class ManagedStacks
{
    /// <summary>Reads one thread or all that have managed frames.</summary>
    /// <param name="processId">Which process; never this one.</param>
    /// <param name="threadId">Only the thread with this id of the kernel; null: any.</param>
    /// <param name="managedThreadId">Only the thread with this managed id; null: any.</param>
    /// <exception cref="StacksException">There is no such .NET process, or the system does not allow it.</exception>
    public static IReadOnlyList<ThreadStack> Read(int processId, int? threadId, int? managedThreadId)
    {
        if (processId == Environment.ProcessId) throw new StacksException("A process cannot read its own stacks.");
        if (!Directory.Exists(ProcPath(processId))) throw new StacksException($"There is no process {Text(processId)}.");
        try
        {
            using DataTarget target = DataTarget.AttachToProcess(processId, suspend: true);
            ClrInfo version = target.ClrVersions.FirstOrDefault() ?? throw new StacksException($"Process {Text(processId)} is no .NET process.");
            using ClrRuntime runtime = version.CreateRuntime();
            return
            [
                .. runtime.Threads
                    .Where(thread => thread.IsAlive)
                    .Where(thread => threadId is null || thread.OSThreadId == threadId)
                    .Where(thread => managedThreadId is null || thread.ManagedThreadId == managedThreadId)
                    .Select(thread => ReadThread(processId, thread))
                    .Where(stack => stack.Frames.Count > 0),
            ];
        }
        catch (Exception problem) when (problem is ClrDiagnosticsException or UnauthorizedAccessException or IOException or InvalidOperationException)
        {
            throw new StacksException(
                $"The stacks of process {Text(processId)} cannot be read: {problem.Message.TrimEnd('.')}. Needed are the same user, and ptrace(2): "
                + "see kernel.yama.ptrace_scope and the container's seccomp profile.", problem);
        }
    }

    private static ThreadStack ReadThread(int processId, ClrThread thread) => new(
        (int)thread.OSThreadId,
        thread.ManagedThreadId,
        ReadName(processId, thread.OSThreadId),
        [.. thread.EnumerateStackTrace().Select(frame => frame.Method?.Signature).OfType<string>()]);

    private static string ReadName(int processId, uint threadId)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/task/{threadId}/comm")).Trim();
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return string.Empty;
        }
    }

    private static string ProcPath(int processId) => "/proc/" + Text(processId);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
