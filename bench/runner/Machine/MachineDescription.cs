using System.Globalization;
using System.Runtime.InteropServices;
using AppHost.Bench.Peers;

namespace AppHost.Bench.Machine;

/// <summary>What was measured on, and with which versions.</summary>
/// <param name="Facts">Name and value, in the order of the report.</param>
/// <param name="Versions">The same of programs.</param>
internal sealed record MachineDescription(
    IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<(string Name, string Value)> Versions)
{
    /// <summary>Of this machine.</summary>
    /// <param name="found">The paths of peers by name.</param>
    /// <param name="commit">The commit of AppHost.</param>
    public static MachineDescription Read(IReadOnlyDictionary<string, string> found, string commit) => new(
        [
            ("Processor", $"{CpuModel(File.ReadAllText("/proc/cpuinfo"))}, {Environment.ProcessorCount} cores"),
            ("Memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB")),
            ("System", $"{RuntimeInformation.OSDescription}, Linux {Environment.OSVersion.Version}"),
            ("Virtual machine", CommandOutput.FirstLine("systemd-detect-virt", []) ?? Hypervisor(File.ReadAllText("/proc/cpuinfo"))),
            ("Load before", File.ReadAllText("/proc/loadavg").Trim()),
            ("somaxconn", File.ReadAllText("/proc/sys/net/core/somaxconn").Trim()),
        ],
        [
            ("AppHost", commit),
            (".NET", RuntimeInformation.FrameworkDescription),
            .. PeerCatalog.All.Where(peer => found.ContainsKey(peer.Name))
                .Select(peer => (peer.Name, CommandOutput.FirstLine(found[peer.Name], peer.VersionArguments) ?? "unknown")),
        ]);

    /// <summary>The name of the processor in the text of /proc/cpuinfo.</summary>
    public static string CpuModel(string cpuInfo) =>
        cpuInfo.Split('\n').FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Hypervisor(string cpuInfo) =>
        cpuInfo.Contains(" hypervisor", StringComparison.Ordinal) ? "yes" : "none seen";
}
