using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AppHost.Host.Apps;

/// <summary>What MSBuild says about a project before it is built.</summary>
/// <param name="TargetPath">Where the DLL will be; empty for a project with several frameworks of which none was chosen.</param>
/// <param name="TargetFrameworks">For such a project, separated by semicolons; else empty.</param>
internal sealed partial record ProjectEvaluation(string TargetPath, string TargetFrameworks)
{
    /// <summary>Reads the answer to several <c>-getProperty</c>.</summary>
    /// <param name="output">Lines.</param>
    /// <returns>The answer; null if it is not one.</returns>
    public static ProjectEvaluation? Parse(IReadOnlyList<string> output)
    {
        try
        {
            using var document = JsonDocument.Parse(string.Join('\n', output));
            var properties = document.RootElement.GetProperty("Properties");
            return new ProjectEvaluation(
                properties.GetProperty(nameof(TargetPath)).GetString()!,
                properties.GetProperty(nameof(TargetFrameworks)).GetString()!);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The newest of <see cref="TargetFrameworks"/> that a host can load; null if none is.</summary>
    /// <param name="host">Version of the host's runtime.</param>
    public string? BestFramework(Version host) => TargetFrameworks
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(name => (name, match: PlainFramework().Match(name)))
        .Where(framework => framework.match.Success)
        .Select(framework => (framework.name, version: new Version(Number(framework.match, 1), Number(framework.match, 2))))
        .Where(framework => framework.version <= new Version(host.Major, host.Minor))
        .OrderByDescending(framework => framework.version)
        .FirstOrDefault().name;

    // net10.0, but neither net48 (.NET Framework) nor net10.0-windows.
    [GeneratedRegex(@"^net(\d{1,3})\.(\d{1,3})$", RegexOptions.IgnoreCase)]
    private static partial Regex PlainFramework();

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
}
