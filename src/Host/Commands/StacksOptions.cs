using AppHost.Host.Configuration.Declaration;
using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of the hidden <c>apphost stacks</c>.</summary>
[Verb("stacks", Hidden = true, HelpText = "Print the managed stacks of a .NET process, which stands still meanwhile.")]
internal sealed class StacksOptions : CommonOptions
{
    /// <summary>Which process.</summary>
    [Value(0, MetaName = "PID")]
    public string? Process { get; set; }

    /// <summary>Only one thread, by the id that the kernel gave it.</summary>
    [Option("thread", MetaValue = "ID", HelpText = "Only the thread with this id of the operating system.")]
    public string? Thread { get; set; }

    /// <summary>Only one thread, by the id that .NET gave it.</summary>
    [Option("managed-thread", MetaValue = "ID", HelpText = "Only the thread with this managed id.")]
    public string? ManagedThread { get; set; }
}
