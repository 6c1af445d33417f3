using AppHost.Bench.Contestants;
using AppHost.Bench.Scenarios;

namespace AppHost.Bench.Options;

/// <summary>Turns the command line into a request. A pure function; reports all errors at once.</summary>
internal static class BenchRequestReader
{
    /// <summary>Reads the options.</summary>
    /// <returns>The request, or null and what is wrong.</returns>
    public static (BenchRequest? Request, IReadOnlyList<string> Errors) Read(BenchOptions options)
    {
        var errors = new List<string>();
        if (options.Quick && options.Full)
            errors.Add("--quick and --full: choose one of them.");
        var scenarios = new List<Scenario>();
        foreach (var name in options.Scenarios)
        {
            if (ScenarioCatalog.Find(name) is not { } scenario)
                errors.Add($"'{name}' is no scenario. There are: {string.Join(", ", ScenarioCatalog.All.Select(s => s.Name))}.");
            else if (!scenarios.Contains(scenario))
                scenarios.Add(scenario);
        }
        var only = (options.Only ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (options.Only is not null && only.Length == 0)
            errors.Add("--only: expected names of servers, such as --only apphost,nginx.");
        foreach (var part in only.Where(part => !ContestantCatalog.All.Any(contestant => contestant.IsNamed(part))))
        {
            errors.Add($"--only '{part}': no server has this in its name. "
                + $"There are: {string.Join(", ", ContestantCatalog.All.Select(c => c.Name))}.");
        }
        if (errors.Count > 0)
            return (null, errors);
        var size = options.Quick ? RunSize.Quick : options.Full ? RunSize.Full : RunSize.Normal;
        return (new BenchRequest(scenarios.Count > 0 ? scenarios : ScenarioCatalog.All, size, options.Install, only, options.Output), []);
    }
}
