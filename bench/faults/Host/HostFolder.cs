using System.Diagnostics;
using System.Runtime.InteropServices;
using AppHost.TestApps;

namespace AppHost.Faults.Host;

/// <summary>The files of one host: release, configuration, sockets, state. Deleted at the end.</summary>
internal sealed class HostFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("faults-");

    public HostFolder()
    {
        Directory.CreateDirectory(this["release"]);
        Deploy("Workload");
    }

    /// <summary>Runs commands and hosts on a runtime of its own; null: on the one that runs this program.</summary>
    public string? DotnetRoot { get; init; }

    public string Configuration => this["appserver.yaml"];

    /// <summary>The app's DLL.</summary>
    public string Library => this["release/Shop.dll"];

    /// <summary>The path of a file in the folder.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>Puts a test app in the release folder, each file renamed into place.</summary>
    public void Deploy(string app)
    {
        string from = TestApp.Path(app);
        foreach (string extension in (string[])[".runtimeconfig.json", ".deps.json", ".dll"])
        {
            string source = Path.ChangeExtension(from, null) + extension;
            if (!File.Exists(source)) continue;
            File.Copy(source, this["next"], overwrite: true);
            File.Move(this["next"], this["release/Shop" + extension], overwrite: true);
        }
    }

    /// <summary>Writes the configuration.</summary>
    /// <param name="lines">Further lines of YAML.</param>
    /// <param name="address">One more address.</param>
    public void Configure(FaultOptions options, string lines, string? address = null) => File.WriteAllText(Configuration, $"""
        app: {Library}
        bind: ["http://127.0.0.1:0", "unix:{this["http.sock"]}"{(address is null ? "" : $", \"{address}\"")}]
        control: {this["control.sock"]}
        state-folder: {this["state"]}
        run-folder: {this["run"]}
        workers: {options.Workers}
        {(options.Transport == "auto" ? "" : $"transport: {options.Transport}")}
        {lines}

        """);

    /// <summary>How the program is started.</summary>
    public ProcessStartInfo Command(string[] arguments)
    {
        var start = new ProcessStartInfo(HostUnderTest.Program, arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("APPHOST_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_ROOT"] = DotnetRoot ?? Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return start;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
