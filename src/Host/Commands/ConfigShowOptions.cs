using AppHost.Host.Configuration.Declaration;
using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost config show</c>.</summary>
[Verb("config show", HelpText = "Show every setting, its value and where it comes from.")]
internal sealed class ConfigShowOptions : SettingOptions
{
    /// <summary>For scripts.</summary>
    [Option("json", HelpText = "Write JSON, for scripts.")]
    public bool Json { get; set; }
}
