using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost rollback</c>.</summary>
[Verb("rollback", HelpText = "Go back to an earlier generation, or call a reload off.")]
internal sealed class RollbackOptions : InstanceOptions
{
    /// <summary>Which generation; the one before unless said.</summary>
    [Value(0, MetaName = "GENERATION")]
    public string? Generation { get; set; }

    /// <summary>For scripts.</summary>
    [Option('w', "wait", HelpText = "Return when it has ended: 0 the older generation serves, 3 it does not.")]
    public bool Wait { get; set; }
}
