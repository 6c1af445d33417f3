using AppHost.Host.Binding;
using AppHost.Host.Configuration.Declaration;

namespace AppHost.Host.Configuration.Sources;

/// <summary>Where to listen when nobody told this host, as a source of the setting <c>bind</c>.</summary>
internal static class PlatformAddresses
{
    private const string Default = "default";

    /// <summary>Finds the addresses.</summary>
    public static SourceContent Read(IReadOnlyDictionary<string, string> environment)
    {
        BindFallback fallback = BindFallback.Choose(environment, Environment.ProcessId);
        var content = new SourceContent();
        content.Errors.AddRange(fallback.Problems.Select(problem =>
            new ConfigurationProblem($"environment {problem.Address}", null, $"{problem.Message}; {problem.Advice}")));
        if (content.Errors.Count > 0) return content;
        ValueOrigin origin = fallback.Source == Default ? ValueOrigin.Default : ValueOrigin.Platform(fallback.Source);
        content.Values.Add(new GivenValue(
            SettingCatalog.Find("bind")!, [.. fallback.Addresses.Select(address => new GivenItem(null, address.Text, origin))], origin));
        return content;
    }
}
