using AppHost.TestApps;

namespace AppHost.FunctionalTests.Harness;

/// <summary>
/// The kind of app, and the transport, with which a class of tests runs: both kinds of app promise the same, so they share
/// the tests.
/// </summary>
public sealed class ServedApp
{
    /// <summary>A handler assembly.</summary>
    public static readonly ServedApp Handler = new(isAspNetCore: false, transport: null);

    /// <summary>The ASP.NET Core app that answers as the handler of the same name.</summary>
    public static readonly ServedApp AspNetCore = new(isAspNetCore: true, transport: null);

    /// <summary>The same on Kestrel's own sockets.</summary>
    public static readonly ServedApp AspNetCoreOverSockets = new(isAspNetCore: true, transport: "sockets");

    private readonly string? _transport;

    private ServedApp(bool isAspNetCore, string? transport)
    {
        IsAspNetCore = isAspNetCore;
        _transport = transport;
    }

    public bool IsAspNetCore { get; }

    /// <summary>Connections outlive their worker, because a sibling takes them over.</summary>
    public bool HandsOff => _transport is not "sockets";

    /// <summary>What <see cref="TestApp.Path"/> calls it.</summary>
    public string Name(string app) => IsAspNetCore ? $"Shop/{app}" : app;

    /// <summary>Its DLL.</summary>
    public string Path(string app) => TestApp.Path(Name(app));

    /// <summary>The line that names the handler in a configuration file; an app has none.</summary>
    public string HandlerLine(string handler) => IsAspNetCore ? "" : $"handler: {handler}";

    /// <summary>The options, and those of the transport unless they name one.</summary>
    public string[] Options(params string[] options) =>
        _transport is null || options.Contains("--transport") ? options : [.. options, "--transport", _transport];

    /// <summary><c>run</c> on a free port of the loopback.</summary>
    public HostLaunch Run(string app, params string[] options) => HostLaunch.Run(Name(app), Options(options));

    /// <summary><c>run</c> with a configuration file.</summary>
    public HostLaunch RunFile(string file) => new(["run", "-c", file, .. Options()]);
}
