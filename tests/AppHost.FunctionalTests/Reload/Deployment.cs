using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Reload;

/// <summary>A host with a release folder, a state folder and a control socket of its own.</summary>
internal sealed class Deployment : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly ServedApp _served;

    /// <param name="served">The kind of its app; null: a handler.</param>
    public Deployment(ServedApp? served = null)
    {
        _served = served ?? ServedApp.Handler;
        Directory.CreateDirectory(_folder["release"]);
        Deploy("Probe");
    }

    /// <summary>The live release folder.</summary>
    public string Release => _folder["release"];

    /// <summary>The app's DLL in it.</summary>
    public string Library => Path.Combine(Release, "Shop.dll");

    /// <summary>Where the copies of a running host are.</summary>
    public string State => Path.Combine(_folder["state"], "Shop");

    public string Control => _folder["control"];

    /// <summary>The copies that exist now.</summary>
    public IReadOnlyList<string> Copies => Directory.Exists(State)
        ? [.. Directory.GetDirectories(State).SelectMany(Directory.GetDirectories).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Puts a test app in the release folder, over the one that is there.</summary>
    public void Deploy(string app) => ReleaseFiles.Copy(_served.Name(app), Release, "Shop");

    /// <summary>Writes the configuration file.</summary>
    /// <param name="lines">Beside app, address and folders; unless they say otherwise bake is 0 and linger 1 s.</param>
    public void Configure(string lines = "") => _folder.Write("appserver.yaml", $$"""
        app: {{Library}}
        bind: ["http://127.0.0.1:0"]
        state-folder: {{_folder["state"]}}
        control: {{Control}}
        {{(lines.Contains("linger:", StringComparison.Ordinal) ? "" : "linger: 1s")}}
        {{(lines.Contains("bake:", StringComparison.Ordinal) ? "" : "reload: { bake: 0s }")}}
        {{lines}}
        """);

    /// <summary>Starts a host with these settings and waits until it listens.</summary>
    public Task<HostProcess> StartAsync(string lines = "workers: 2", params string[] options)
    {
        Configure(lines);
        return HostProcess.StartAsync(Launch(options));
    }

    public HostLaunch Launch(params string[] options) => new(["run", "-c", _folder["appserver.yaml"], .. _served.Options(options)]);

    /// <summary>Runs a verb that speaks to the host.</summary>
    public Task<CommandResult> OrderAsync(string verb, params string[] arguments) =>
        HostProcess.RunToEndAsync(new HostLaunch([verb, "--control", Control, .. arguments]));

    public void Dispose() => _folder.Dispose();
}
