namespace AppHost.Worker.Apps;

/// <summary>Tells from metadata and the files around it whether an ASP.NET Core program can be run under this host, and how.</summary>
internal static class AspNetCoreCheck
{
    /// <summary>The name of the shared framework.</summary>
    public const string Framework = "Microsoft.AspNetCore.App";

    private const string OldBuilder = "Microsoft.AspNetCore.Hosting.WebHostBuilder";
    private const string OldHost = "Microsoft.AspNetCore.WebHost";

    // Any of these raises the event by which a host is caught.
    private static readonly string[] Hosts =
    [
        "Microsoft.AspNetCore.Builder.WebApplication", "Microsoft.Extensions.Hosting.Host", "Microsoft.Extensions.Hosting.HostBuilder",
        "Microsoft.Extensions.Hosting.HostApplicationBuilder",
    ];

    /// <summary>Looks at a program whose runtime configuration names the framework.</summary>
    public static AppInspection Check(string path, AssemblyMetadata assembly, RuntimeConfiguration configuration)
    {
        var host = Environment.Version;
        if (!configuration.AllowsStartupHooks)
        {
            return Unhostable(path, UnhostableReason.NoStartupHooks,
                $"{path} was trimmed, or switches startup hooks off: the host cannot get into it.",
                "Publish it without PublishTrimmed and PublishAot, or set StartupHookSupport to true in the project.");
        }

        if (Refers(assembly, OldBuilder, OldHost) && !Refers(assembly, Hosts))
        {
            return Unhostable(path, UnhostableReason.WebHostBuilder,
                $"{path} builds its host by WebHostBuilder, which nothing outside of the app can get hold of.",
                "Move it to WebApplication.CreateBuilder, or to Host.CreateDefaultBuilder().ConfigureWebHostDefaults, which takes the same Startup class.");
        }

        var version = configuration.Find(Framework)!.Version;
        if (configuration.IsSelfContained)
        {
            return SelfContained(path, version, host);
        }

        if (configuration.Frameworks.FirstOrDefault(framework => !IsInstalled(framework)) is { } missing)
        {
            return Unhostable(path, UnhostableReason.MissingFramework, $"{path} needs {missing.Name} {missing.Version}, which is not installed here.",
                $"Install it below {DotnetRoot}, or publish the app self-contained.");
        }

        return new AspNetCoreApp(path) { FrameworkVersion = version, RunsOnNewerFramework = version.Major < host.Major };
    }

    private static AppInspection SelfContained(string path, Version version, Version host)
    {
        if (version.Major != host.Major)
        {
            return Unhostable(path, UnhostableReason.OtherRuntime,
                $"{path} brings .NET {version.ToString(2)} with it; this host serves apps on .NET {host.ToString(2)}.",
                $"Publish it for net{host.ToString(2)}, or framework-dependent: it then runs on .NET {host.ToString(2)}.");
        }

        var program = Path.ChangeExtension(path, null);
        return File.Exists(program)
            ? new AspNetCoreApp(path) { FrameworkVersion = version, Program = program }
            : Unhostable(path, UnhostableReason.NoProgram, $"{path} is self-contained, and its program {Path.GetFileName(program)} is not beside it.",
                "Deploy the whole output of 'dotnet publish'.");
    }

    private static bool Refers(AssemblyMetadata assembly, params string[] types) =>
        assembly.Reader.TypeReferences.Any(type => types.Contains(assembly.NameOf(type)));

    private static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    // That or a later one: the runtime takes patches and minor versions by itself, and major ones because the master tells it to.
    private static bool IsInstalled(FrameworkReference framework)
    {
        string folder = Path.Combine(DotnetRoot, "shared", framework.Name);
        return Directory.Exists(folder) && Directory.EnumerateDirectories(folder).Any(
            version => Version.TryParse(Path.GetFileName(version), out Version? installed) && installed >= framework.Version);
    }

    private static UnhostableApp Unhostable(string path, UnhostableReason reason, string message, string advice) =>
        new(path, reason, new AppFailure(message, advice, []));
}
