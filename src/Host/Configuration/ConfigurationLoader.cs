using AppHost.Host.Configuration.Declaration;
using AppHost.Host.Configuration.Formats;
using AppHost.Host.Configuration.Machine;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Host.Configuration;

/// <summary>
/// Reads the configuration from defaults, file, environment and command line. Has no state and writes nothing: a reload calls it
/// again with the same command line. Thread-safe.
/// </summary>
internal sealed class ConfigurationLoader
{
    /// <summary>Finds what <c>workers: auto</c> depends on.</summary>
    public Func<MachineResources> ReadMachine { get; init; } = MachineResources.Read;

    /// <summary>Reads everything and reports all errors at once.</summary>
    /// <param name="commandLine">The options of the verb.</param>
    /// <param name="environment">All variables of the process.</param>
    /// <param name="currentDirectory">Absolute.</param>
    /// <param name="running">
    /// At a reload: the result that is in effect. Values that a reload cannot apply are taken from it, with a warning if they differ.
    /// </param>
    public ConfigurationResult Load<TOptions>(
        CommandLineReading<TOptions> commandLine,
        IReadOnlyDictionary<string, string> environment,
        string currentDirectory,
        ConfigurationResult? running = null)
        where TOptions : SettingOptions
    {
        var file = ConfigurationFile.Read(commandLine.Options.ConfigurationFile, currentDirectory);
        var sources = new List<SourceContent> { file.Content, EnvironmentSource.Read(environment), OptionSource.Read(commandLine.Options) };
        if (!sources.Exists(source => source.Values.Exists(value => value.Setting.Path == "bind")))
        {
            sources.Insert(0, PlatformAddresses.Read(environment));
        }

        List<ConfigurationProblem> errors = [.. sources.SelectMany(source => source.Errors), .. commandLine.Errors];
        List<ConfigurationProblem> warnings = [.. sources.SelectMany(source => source.Warnings)];
        var context = new ValueContext(currentDirectory);
        var fileContext = context with { BaseDirectory = Path.GetDirectoryName(file.Path) ?? currentDirectory };
        var values = ValueResolver.Resolve(sources, fileContext, context, errors);
        // A file that cannot be read has no opinion that could differ.
        if (running is not null && errors.Count == 0)
        {
            RestartOnly.Keep(running.Values, values, warnings);
        }

        SettingChecks.Check(values, errors, warnings);
        if (values.Get<string?>("app") is null && commandLine.Errors.Count == 0 && !sources.Exists(TriedToNameTheApp))
        {
            errors.Add(new ConfigurationProblem(
                null, null, "there is no app to run; write 'apphost run MyApp.dll', or 'app: MyApp.dll' in appserver.yaml"));
        }

        LingerCap.Apply(values);
        var environmentFile = ReadEnvironmentFile(values, currentDirectory, errors);
        var name = values.Get<string?>("name") ?? running?.Settings?.Name ?? HostNameAttribute.FromFile(
            Path.GetFileNameWithoutExtension(values.Get<string?>("app") ?? ""));
        var workers = values.Get<int?>("workers") ?? ReadMachine().AutoWorkers();
        return new ConfigurationResult
        {
            Settings = errors.Count == 0 ? HostSettingsBuilder.Build(values, environmentFile, name, workers, ReadMachine) : null,
            File = file.Path,
            Errors = errors,
            Warnings = warnings,
            Effective = EffectiveSettings.List(values, environmentFile, name, workers),
            Values = values,
        };
    }

    // A broken file or command line may well have named the app.
    private static bool TriedToNameTheApp(SourceContent source) =>
        source.Values.Exists(value => value.Setting.Path == "app") || source.Errors.Exists(problem => problem.Setting is null or "app");

    private static IReadOnlyList<GivenItem> ReadEnvironmentFile(
        ValueSet values, string currentDirectory, List<ConfigurationProblem> errors)
    {
        if (values.Get<string?>("env-file") is not { } path)
        {
            return [];
        }

        try
        {
            return EnvironmentFile.Read(File.ReadLines(path), ConfigurationFile.Show(path, currentDirectory), errors);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            errors.Add(ConfigurationProblem.Of(values.OriginOf("env-file"), "env-file", $"{path} cannot be read: {problem.Message}"));
            return [];
        }
    }
}
