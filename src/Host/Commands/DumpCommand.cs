using System.Globalization;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control.Client;
using AppHost.Host.Control.Status;
using AppHost.Host.Stacks;
using AppHost.Worker.Stacks;

namespace AppHost.Host.Commands;

/// <summary><c>apphost dump</c>: attaches from this process; neither the master nor the worker does anything for it.</summary>
internal sealed class DumpCommand(CommandLineReading<DumpOptions> commandLine, CommandContext context)
    : InstanceCommand<DumpOptions>(commandLine, context)
{
    protected override string? Check() =>
        Id() is null ? $"dump: expected the id of a worker, got {(Options.Worker is null ? "nothing" : $"'{Options.Worker}'")}; 'apphost workers' lists them" : null;

    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found)
    {
        if (found.Place!.Address is not null)
        {
            await Context.Error.WriteLineAsync("dump: stacks are read from a process of the same machine; run it there, without an address");
            return ExitCode.Usage;
        }

        // An old one and its replacement have the same id; the one that drains is the likelier to be looked at.
        List<WorkerStatus> workers = [.. found.Status!.Workers.Where(worker => worker.Id == Id())];
        if (workers.Count == 0)
        {
            await Context.Error.WriteLineAsync($"dump: there is no worker {Id()}; 'apphost workers' lists them");
            return ExitCode.Usage;
        }

        foreach (WorkerStatus worker in workers)
        {
            await Context.Out.WriteLineAsync($"worker {worker.Id}, pid {worker.Pid}, {worker.State}, generation {worker.Generation}");
            try
            {
                foreach (ThreadStack stack in ManagedStacks.Read(worker.Pid, null, null)) await WriteAsync(stack);
            }
            catch (StacksException problem)
            {
                await Context.Error.WriteLineAsync(problem.Message);
                return ExitCode.Usage;
            }
        }

        return ExitCode.Success;
    }

    private async Task WriteAsync(ThreadStack stack)
    {
        await Context.Out.WriteLineAsync($"thread {stack.ThreadId}, managed {stack.ManagedThreadId}{(stack.Name.Length > 0 ? $", {stack.Name}" : "")}");
        foreach (string frame in stack.Frames) await Context.Out.WriteLineAsync(StackProcess.FrameIndent + frame);
    }

    private int? Id() => int.TryParse(Options.Worker, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
}
