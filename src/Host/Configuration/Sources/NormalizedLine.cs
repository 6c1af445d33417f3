namespace AppHost.Host.Configuration.Sources;

/// <summary>A command line that can be read in one way only.</summary>
/// <param name="Tokens">Operands, then long options with their values.</param>
/// <param name="AppArguments">What follows <c>--</c>; null if there is no <c>--</c>.</param>
/// <param name="Errors">What could not be understood.</param>
internal sealed record NormalizedLine(
    IReadOnlyList<string> Tokens, IReadOnlyList<string>? AppArguments, IReadOnlyList<ConfigurationProblem> Errors);
