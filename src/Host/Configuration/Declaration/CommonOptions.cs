using CommandLine;

namespace AppHost.Host.Configuration.Declaration;

/// <summary>Options of every verb.</summary>
internal abstract class CommonOptions
{
    /// <summary>Show the verb's help instead of running it.</summary>
    [Option('h', "help", HelpText = "Show this help.")]
    public bool Help { get; set; }
}
