using AppHost.Host.Configuration.Declaration;

namespace AppHost.Host.Configuration.Sources;

/// <summary>A command line after its verb, taken apart but with no value checked.</summary>
/// <param name="Options">The options object of the verb.</param>
/// <param name="Errors">Unknown options, missing values, too many operands.</param>
internal sealed record CommandLineReading<TOptions>(TOptions Options, IReadOnlyList<ConfigurationProblem> Errors)
    where TOptions : CommonOptions;
