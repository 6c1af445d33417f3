using AppHost.Host.Configuration.Documents;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Host.Commands;

/// <summary><c>apphost config generate</c>: writes what is made from the declarations of the settings.</summary>
internal sealed class ConfigGenerateCommand(CommandLineReading<ConfigGenerateOptions> commandLine, CommandContext context) : ICommand
{
    public async Task<int> RunAsync()
    {
        if (!ConfigurationReport.Write(commandLine.Errors, context.Error))
        {
            return ExitCode.Usage;
        }

        var root = Path.GetFullPath(commandLine.Options.Folder ?? ".", context.CurrentDirectory);
        foreach (var (name, text) in GeneratedDocuments.All())
        {
            var path = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text);
            context.Out.WriteLine(path);
        }

        return ExitCode.Success;
    }
}
