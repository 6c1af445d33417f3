using CommandLine;

namespace AppHost.Host.Configuration.Declaration;

/// <summary>
/// The declaration of every setting: path in the YAML file, option, format, default, and what it means. Everything else (environment
/// names, help, <c>config show</c>, docs/settings.md, the JSON schema, appserver.yaml) is made from it.
/// </summary>
/// <remarks>
/// To add a setting: add a property to the part of its topic, read it in <see cref="HostSettingsBuilder"/>, and run <c>apphost config generate .</c>.
/// Properties are text and have no default, so that null means "not given on the command line".
/// </remarks>
internal abstract partial class SettingOptions : CommonOptions
{
    internal const string EnvironmentPath = "env";

    /// <summary>The YAML file; null: <c>appserver.yaml</c> of the current directory, if there is one.</summary>
    [Option('c', "config", MetaValue = "FILE", HelpText = "The configuration file. Default: ./appserver.yaml, if it exists.")]
    public string? ConfigurationFile { get; set; }
}
