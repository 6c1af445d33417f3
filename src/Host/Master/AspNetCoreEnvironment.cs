using AppHost.Worker.Apps;

namespace AppHost.Host.Master;

/// <summary>What the environment of an ASP.NET Core app's worker has beyond that of any worker.</summary>
internal static class AspNetCoreEnvironment
{
    private const string Hooks = "DOTNET_STARTUP_HOOKS";
    private const string RollForward = "DOTNET_ROLL_FORWARD";

    /// <summary>Relative paths of the app's files are meant from here; only the current directory stays the live one.</summary>
    private static readonly string[] ContentRoot = ["DOTNET_CONTENTROOT", "ASPNETCORE_CONTENTROOT"];

    /// <summary>The hook lies beside this program.</summary>
    private static string HookPath { get; } = Path.Combine(AppContext.BaseDirectory, "AppHost.StartupHook.dll");

    /// <summary>What to tell about it; null: nothing.</summary>
    public static string? Notice(AspNetCoreApp app) => app.RunsOnNewerFramework
        ? $"{app.Path} was built for .NET {app.FrameworkVersion.ToString(2)} and runs on .NET {Environment.Version.ToString(2)} "
            + $"({RollForward}=LatestMajor); build it for net{Environment.Version.ToString(2)} to be sure."
        : null;

    /// <summary>Adds to an environment that is otherwise complete.</summary>
    /// <param name="configuration">The app's own section of the configuration file, which a handler gets by another way.</param>
    public static void AddTo(IDictionary<string, string?> environment, AspNetCoreApp app, IReadOnlyDictionary<string, string?> configuration)
    {
        // As everywhere the environment itself counts more than a file.
        foreach ((string key, string? value) in configuration)
        {
            environment.TryAdd(key.Replace(":", "__", StringComparison.Ordinal), value);
        }

        // Behind those of others, such as OpenTelemetry's, which expect to be the first to see anything.
        environment[Hooks] = environment.TryGetValue(Hooks, out string? others) && !string.IsNullOrEmpty(others)
            ? $"{others}{Path.PathSeparator}{HookPath}"
            : HookPath;
        if (app.RunsOnNewerFramework && !environment.ContainsKey(RollForward)) environment[RollForward] = "LatestMajor";
        if (ContentRoot.Any(environment.ContainsKey)) return;
        foreach (string name in ContentRoot) environment[name] = Path.GetDirectoryName(app.Path)!;
    }
}
