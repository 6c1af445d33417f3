using System.Reflection;
using AppHost.Host.Configuration.Declaration;
using CommandLine;

namespace AppHost.Host.Configuration.Sources;

/// <summary>Reads a command line into the options class of its verb. Stateless.</summary>
internal static class CommandLineReader
{
    /// <summary>Reads what follows the verb.</summary>
    /// <typeparam name="TOptions">The options class of the verb.</typeparam>
    /// <param name="arguments">Without the verb.</param>
    public static CommandLineReading<TOptions> Read<TOptions>(IReadOnlyList<string> arguments)
        where TOptions : CommonOptions, new()
    {
        var properties = typeof(TOptions).GetProperties();
        var line = CommandLineNormalizer.Normalize(
            arguments,
            [.. properties.Select(SettingCatalog.SpellingOf).OfType<OptionSpelling>()],
            operands: properties.Count(property => property.IsDefined(typeof(ValueAttribute))));

        using var parser = new Parser(settings =>
        {
            // Help and errors are written by this program, in one form for all sources of settings.
            settings.AutoHelp = false;
            settings.AutoVersion = false;
            settings.HelpWriter = null;
        });
        var errors = new List<ConfigurationProblem>(line.Errors);
        var options = parser.ParseArguments<TOptions>(line.Tokens)
            .WithNotParsed(unexpected => errors.AddRange(unexpected.Select(error =>
                new ConfigurationProblem("command line", null, $"not understood ({error.Tag}); see --help"))))
            .Value ?? new TOptions();
        if (options is SettingOptions settings)
        {
            settings.Arguments = line.AppArguments;
        }

        return new CommandLineReading<TOptions>(options, errors);
    }
}
