using System.Globalization;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Stacks;
using AppHost.Worker.Stacks;

namespace AppHost.Host.Commands;

/// <summary>
/// <c>apphost stacks</c>: how a worker, or an operator, sees where threads stand. The process is suspended for about 200 ms.
/// </summary>
internal sealed class StacksCommand(CommandLineReading<StacksOptions> commandLine, CommandContext context) : ICommand
{
    public Task<int> RunAsync() => Task.FromResult(Run());

    private int Run()
    {
        var options = commandLine.Options;
        var errors = commandLine.Errors.Select(error => error.ToString()).ToList();
        var process = ReadId(options.Process, "PID", errors);
        var thread = ReadId(options.Thread, "--thread", errors);
        var managedThread = ReadId(options.ManagedThread, "--managed-thread", errors);
        if (process is null && errors.Count == 0)
        {
            errors.Add("PID: which process? write 'apphost stacks 1234'");
        }

        if (errors.Count > 0)
        {
            errors.ForEach(context.Error.WriteLine);
            return ExitCode.Usage;
        }

        try
        {
            foreach (var stack in ManagedStacks.Read(process!.Value, thread, managedThread))
            {
                Write(stack);
            }

            return ExitCode.Success;
        }
        catch (StacksException problem)
        {
            context.Error.WriteLine(problem.Message);
            return ExitCode.Usage;
        }
    }

    private void Write(ThreadStack stack)
    {
        context.Out.WriteLine($"thread {stack.ThreadId}, managed {stack.ManagedThreadId}{(stack.Name.Length > 0 ? $", {stack.Name}" : "")}");
        foreach (var frame in stack.Frames)
        {
            context.Out.WriteLine(StackProcess.FrameIndent + frame);
        }
    }

    private static int? ReadId(string? text, string name, List<string> errors)
    {
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0)
        {
            return id;
        }

        errors.Add($"{name}: expected a number, got '{text}'");
        return null;
    }
}
