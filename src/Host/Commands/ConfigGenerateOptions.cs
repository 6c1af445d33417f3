using AppHost.Host.Configuration.Declaration;
using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost config generate</c>, which the maintainers of this repository use.</summary>
[Verb("config generate", Hidden = true, HelpText = "Write docs/settings.md, docs/appserver.schema.json and appserver.yaml.")]
internal sealed class ConfigGenerateOptions : CommonOptions
{
    /// <summary>The root of the repository.</summary>
    [Value(0, MetaName = "FOLDER")]
    public string? Folder { get; set; }
}
