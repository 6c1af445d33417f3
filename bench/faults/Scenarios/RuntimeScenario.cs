using System.Runtime.InteropServices;
using AppHost.Faults.Host;
using AppHost.Faults.Load;
using AppHost.FunctionalTests.Harness;

namespace AppHost.Faults.Scenarios;

/// <summary>A package update replaces the runtime while the host runs on it.</summary>
internal sealed class RuntimeScenario(RuntimeOptions options)
{
    private static readonly string[] Frameworks = ["Microsoft.NETCore.App", "Microsoft.AspNetCore.App"];

    public async Task<int> RunAsync()
    {
        var report = new Report(options);
        using var runtime = new RuntimeCopy();
        using var folder = new HostFolder { DotnetRoot = runtime.Root };
        folder.Configure(options, "linger: 2s\nreload: { bake: 200ms }");
        await using HostUnderTest host = await HostUnderTest.StartAsync(folder);
        await using var load = new LoadClients();
        load.AddAll(host.Tcp, host.Unix);
        await Task.Delay(TimeSpan.FromSeconds(2));

        // As a package manager does it: the new version comes, the folder of the old one goes.
        runtime.Update();
        await Task.Delay(TimeSpan.FromSeconds(1));
        int victim = host.Workers[0];
        int lines = host.Log.Count;
        Signals.Send(victim, UnixSignal.SIGKILL);
        await host.LineAsync($@"\({victim}\) died", lines);
        await host.SettledAsync(options.Workers);
        report.Expect(true, $"a killed worker was replaced");
        report.Expect(host.Log.Any(line => line.Contains("was replaced", StringComparison.Ordinal)), $"the log says that the runtime was replaced");
        (int code, string output) = await host.OrderAsync("status");
        report.Expect(code == 0, $"status: exit code {code}");
        for (int i = 0; i < 3; i++)
        {
            (code, output) = await host.OrderAsync("reload", "--wait");
            report.Expect(code == 0, $"reload: exit code {code}: {output}");
        }

        host.Signal(UnixSignal.SIGTTIN);
        await host.LineAsync($"Workers wanted from now on: {options.Workers + 1}");
        await host.SettledAsync(options.Workers + 1);
        await load.StopAsync();
        List<RequestResult> unexplained = [.. load.Failures.Where(failure => failure.Worker != victim)];
        foreach (RequestResult failure in unexplained.Take(20)) Report.Say($"     {failure}");
        report.Expect(unexplained.Count <= 1, $"{unexplained.Count} failures beside those of the killed worker's kept connections (one may be a first request that it ran)");
        host.Signal(UnixSignal.SIGTERM);
        report.Expect(await host.ExitAsync(TimeSpan.FromSeconds(30)) == 0, $"it stops with exit code 0");
        return report.End(host);
    }

    /// <summary>The parts of the runtime that a host needs, copied.</summary>
    private sealed class RuntimeCopy : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("faults-dotnet-");
        private readonly string _version = Path.GetFileName(RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/'));

        public RuntimeCopy()
        {
            string installed = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
            Copy(Path.Combine(installed, "host"), Path.Combine(Root, "host"));
            foreach (string framework in Frameworks) Copy(Path.Combine(installed, "shared", framework, _version), Folder(framework, _version));
        }

        public string Root => _folder.FullName;

        /// <summary>The next patch version takes the place of the present one.</summary>
        public void Update()
        {
            var version = Version.Parse(_version);
            string next = new Version(version.Major, version.Minor, version.Build + 1).ToString();
            foreach (string framework in Frameworks)
            {
                Copy(Folder(framework, _version), Folder(framework, next));
                Directory.Delete(Folder(framework, _version), recursive: true);
            }
        }

        public void Dispose() => _folder.Delete(recursive: true);

        private string Folder(string framework, string version) => Path.Combine(Root, "shared", framework, version);

        private static void Copy(string from, string to)
        {
            Directory.CreateDirectory(to);
            foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            foreach (string folder in Directory.GetDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
