using AppHost.Host.Configuration.Declaration;
using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost run</c>.</summary>
[Verb("run", HelpText = "Run an app.")]
internal sealed class RunOptions : SettingOptions;
