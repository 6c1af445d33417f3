using System.Net;
using System.Net.Sockets;
using AppHost.Faults.Host;
using AppHost.Faults.Load;

namespace AppHost.Faults.Scenarios;

/// <summary>Releases and configurations that must not take the place of one that works.</summary>
internal sealed class BrokenScenario(BrokenOptions options)
{
    private const string Settings = "linger: 2s\nboot-timeout: 3s\nreload: { bake: 4s }";

    public async Task<int> RunAsync()
    {
        var report = new Report(options);
        using var folder = new HostFolder();
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        folder.Configure(options, Settings);
        await using HostUnderTest host = await HostUnderTest.StartAsync(folder);
        await using var load = new LoadClients();
        load.AddAll(host.Tcp, host.Unix);
        await using var ready = new ReadySampler(host);
        IReadOnlyList<int> serving = host.Workers;

        await TryAsync("DLL missing", "there is nothing at", () => File.Delete(folder.Library));
        await TryAsync("DLL truncated", "is not a .NET assembly", () => Truncate(folder.Library));
        await TryAsync("constructor throws", "The database 'orders' does not answer", () =>
        {
            folder.Deploy("ThrowingConstructor");
            folder.Configure(options, Settings + "\nhandler: ThrowingConstructor.ThrowingHandler");
        });
        await TryAsync("boot hangs", "was not ready after 3 s", () => folder.Deploy("HangingBoot"));
        await TryAsync("crash 2 s after READY", "crashed 2", () =>
            folder.Configure(options, Settings + "\nenv: { CRASH_AFTER_MS: '2000' }"));
        await TryAsync("configuration broken", "appserver.yaml:", () => File.AppendAllText(folder.Configuration, "\nthredds: [\n"));
        await TryAsync("port taken", $"port {port} is held by", () => folder.Configure(options, Settings, $"http://127.0.0.1:{port}"));

        (int code, string mended) = await host.OrderAsync("reload", "--wait");
        report.Expect(code == 0, $"the mended release is taken: {mended}");
        await ready.StopAsync();
        await load.StopAsync();
        // One release crashes while it serves beside the old one: what it runs in that moment dies with it.
        string log = string.Join('\n', host.Log) + '\n';
        List<RequestResult> withIt = [.. load.Failures.Where(failure => failure.Worker is { } worker
            ? !serving.Contains(worker)
            : log.Contains($" id {failure.Id}\n", StringComparison.Ordinal))];
        List<RequestResult> others = [.. load.Failures.Except(withIt)];
        foreach (RequestResult failure in others.Take(20)) Report.Say($"     {failure}");
        report.Expect(others.Count == 0, $"{others.Count} of {load.Results.Count} requests failed, beside {withIt.Count} that the crashed release had taken");
        report.Expect(ready.Least >= options.Workers, $"never fewer than {ready.Least} workers ready");
        return report.End(host);

        async Task TryAsync(string name, string reason, Action harm)
        {
            harm();
            (int exitCode, string output) = await host.OrderAsync("reload", "--wait");
            int generation = (await host.StatusAsync())["host"]!["generation"]!.GetValue<int>();
            await host.SettledAsync(options.Workers);
            report.Expect(
                exitCode == 3 && generation == 1 && output.Contains(reason, StringComparison.Ordinal),
                $"{name}: exit code {exitCode}, generation {generation} serves: {output.ReplaceLineEndings(" | ")}");
            folder.Deploy("Workload");
            folder.Configure(options, Settings);
        }
    }

    private static void Truncate(string library)
    {
        byte[] bytes = File.ReadAllBytes(library);
        File.WriteAllBytes(library, bytes[..(bytes.Length / 2)]);
    }
}
