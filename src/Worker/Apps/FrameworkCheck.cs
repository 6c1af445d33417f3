namespace AppHost.Worker.Apps;

/// <summary>Can this host's runtime load an assembly that was built for that framework?</summary>
internal static class FrameworkCheck
{
    private const string CorePrefix = ".NETCoreApp,Version=v";
    private const string FrameworkPrefix = ".NETFramework,Version=v";

    /// <summary>Why not; null if it can.</summary>
    public static UnhostableApp? Problem(string path, AssemblyMetadata assembly)
    {
        var host = Environment.Version;
        var target = assembly.AttributeText("System.Runtime.Versioning.TargetFrameworkAttribute");
        if (target?.StartsWith(FrameworkPrefix, StringComparison.Ordinal) == true)
        {
            return Make(path, UnhostableReason.DotNetFramework,
                $"{path} is built for .NET Framework {target[FrameworkPrefix.Length..]}; this host runs on .NET {host}.",
                $"Build it for net{host.ToString(2)}.");
        }

        if (target?.StartsWith(CorePrefix, StringComparison.Ordinal) == true
            && Version.TryParse(target[CorePrefix.Length..], out var wanted)
            && wanted > new Version(host.Major, host.Minor))
        {
            return Make(path, UnhostableReason.NewerFramework, $"{path} is built for .NET {wanted}; this host runs on .NET {host}.",
                $"Build it for net{host.ToString(2)}, or install .NET {wanted} and an apphost for it.");
        }

        // Without the attribute, or with one that was edited: what it was compiled against.
        if (Newer(assembly, "System.Runtime", typeof(object)) is { } runtime)
        {
            return Make(path, UnhostableReason.NewerFramework,
                $"{path} was compiled against System.Runtime {runtime}; this host runs on .NET {host}.",
                $"Build it for net{host.ToString(2)}, or install .NET {runtime.ToString(2)} and an apphost for it.");
        }

        return Newer(assembly, SharedAssemblies.Contracts, typeof(IHandler)) is { } contract
            ? Make(path, UnhostableReason.NewerContract,
                $"{path} was compiled against {SharedAssemblies.Contracts} {contract}; this host has {VersionOf(typeof(IHandler))}.",
                "Update apphost, or build the app against the host's version of AppHost.Abstractions.")
            : null;
    }

    private static Version? Newer(AssemblyMetadata assembly, string reference, Type hosts) =>
        assembly.ReferencedVersion(reference) is { } wanted && wanted > VersionOf(hosts) ? wanted : null;

    private static Version VersionOf(Type type) => type.Assembly.GetName().Version!;

    private static UnhostableApp Make(string path, UnhostableReason reason, string message, string advice) =>
        new(path, reason, new AppFailure(message, advice, []));
}
