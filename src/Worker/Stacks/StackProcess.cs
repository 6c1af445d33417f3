using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using AppHost.Worker.Interop;

namespace AppHost.Worker.Stacks;

/// <summary>
/// Reads stacks by a program of its own, <c>apphost stacks</c>: no managed code can read another thread's stack in its own
/// process, and a debugger has to stand outside of what it stops.
/// </summary>
/// <param name="hostCommand">The host's program, and what comes before the verb; this process may be an app's own program.</param>
internal sealed class StackProcess(IReadOnlyList<string> hostCommand) : IStackSource
{
    /// <summary>The hidden verb.</summary>
    public const string Verb = "stacks";

    /// <summary>Its option for one thread.</summary>
    public const string ManagedThreadOption = "--managed-thread";

    /// <summary>What a line of a frame begins with.</summary>
    public const string FrameIndent = "    ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public StackReading Read(int managedThread)
    {
        if (hostCommand.Count == 0) return new StackReading([], "the host's own program is not known here");
        try
        {
            using Process process = Start(managedThread);
            // Where Yama restricts ptrace(2) to parents a process may be read by its child only if it says so.
            _ = Libc.prctl(Libc.PR_SET_PTRACER, (nuint)process.Id, 0, 0, 0);
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            if (!Task.WaitAll([output, error], Patience) || !process.WaitForExit(Patience))
            {
                process.Kill();
                return new StackReading([], "it could not be read in time");
            }

            return process.ExitCode == 0 ? new StackReading(Frames(output.Result)) : new StackReading([], error.Result.Trim());
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or IOException)
        {
            return new StackReading([], exception.Message);
        }
    }

    private static string[] Frames(string output) =>
        [.. output.Split('\n').Where(line => line.StartsWith(FrameIndent, StringComparison.Ordinal)).Select(line => line.Trim())];

    private Process Start(int managedThread)
    {
        var start = new ProcessStartInfo
        {
            FileName = hostCommand[0],
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in hostCommand.Skip(1)) start.ArgumentList.Add(argument);
        start.ArgumentList.Add(Verb);
        start.ArgumentList.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(ManagedThreadOption);
        start.ArgumentList.Add(managedThread.ToString(CultureInfo.InvariantCulture));
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
