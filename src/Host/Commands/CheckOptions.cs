using AppHost.Host.Configuration.Declaration;
using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost check</c>.</summary>
[Verb("check", HelpText = "Check configuration and app without running anything.")]
internal sealed class CheckOptions : SettingOptions;
