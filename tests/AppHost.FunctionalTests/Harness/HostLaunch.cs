using AppHost.TestApps;

namespace AppHost.FunctionalTests.Harness;

/// <summary>How a host is started.</summary>
/// <param name="Arguments">All of them, the verb first.</param>
public sealed record HostLaunch(params string[] Arguments)
{
    /// <summary>The built program.</summary>
    public static string Program { get; } = Path.Combine(
        TestApp.Root,
        "src",
        "Host",
        // bin/Release/net10.0 of these tests.
        Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "..", "..", ".."), AppContext.BaseDirectory),
        "apphost");

    /// <summary>Variables over those of the tests.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The current directory; a folder without a configuration file.</summary>
    public string Directory { get; init; } = AppContext.BaseDirectory;

    /// <summary>Socket files that must be gone when the host is.</summary>
    public IReadOnlyList<string> SocketFiles { get; init; } = [];

    /// <summary>A command for bash that ends in <c>"$@"</c>, to be run before the program; null for none.</summary>
    public string? Launcher { get; init; }

    /// <summary><c>run</c> on a free port of the loopback.</summary>
    /// <param name="app">The name of a test app.</param>
    /// <param name="options">Further options.</param>
    public static HostLaunch Run(string app, params string[] options) => RunAt("http://127.0.0.1:0", app, options);

    /// <summary><c>run</c> on an address.</summary>
    public static HostLaunch RunAt(string address, string app, params string[] options) =>
        new(["run", "--bind", address, .. options, TestApp.Path(app)]);
}
