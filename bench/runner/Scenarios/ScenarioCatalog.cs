namespace AppHost.Bench.Scenarios;

/// <summary>All scenarios, in the order of the report.</summary>
internal static class ScenarioCatalog
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new HelloScenario(),
        new BlockingClosedScenario(),
        new BlockingOpenScenario(),
        new CpuBoundScenario(),
        new MixedScenario(),
        new TransferScenario(),
        new OverloadScenario(),
        new ReloadScenario(),
        new KillStormScenario(),
        new IdleScenario(),
        new ReadyScenario(),
        new CrowdScenario(),
    ];

    /// <summary>By its name; null if there is none.</summary>
    public static Scenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
