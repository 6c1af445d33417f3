using AppHost.Host.Commands;
using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Machine;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Tests.Configuration;

/// <summary>A folder with an app in it, and ways to load a configuration from there.</summary>
internal sealed class ConfigurationWorkspace : IDisposable
{
    public ConfigurationWorkspace() => Write("MyApp.dll", "");

    public string Folder { get; } = Directory.CreateTempSubdirectory("apphost-tests-").FullName;

    public Dictionary<string, string> Environment { get; } = [];

    public ConfigurationLoader Loader { get; } = new()
    {
        ReadMachine = () => new MachineResources(Cores: 3.5, MemoryBytes: 64L << 30),
    };

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public ConfigurationResult Load(params string[] commandLine) => Reload(null, commandLine);

    public ConfigurationResult Reload(ConfigurationResult? running, params string[] commandLine) =>
        Loader.Load(CommandLineReader.Read<RunOptions>(commandLine), Environment, Folder, running);

    public ConfigurationResult LoadYaml(string yaml, params string[] commandLine)
    {
        Write("appserver.yaml", yaml);
        return Load(commandLine);
    }

    /// <summary>The settings of a configuration that must be right.</summary>
    public HostSettings Settings(string yaml, params string[] commandLine) => Right(LoadYaml(yaml, commandLine));

    public static HostSettings Right(ConfigurationResult result)
    {
        Assert.Empty(result.Errors);
        return result.Settings!;
    }

    /// <summary>The error lines of a configuration that must be wrong; the folder's name is cut out.</summary>
    public string[] Errors(string yaml, params string[] commandLine)
    {
        var result = LoadYaml(yaml, commandLine);
        Assert.Null(result.Settings);
        return [.. result.Errors.Select(error => error.ToString().Replace(Folder + "/", "", StringComparison.Ordinal))];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
