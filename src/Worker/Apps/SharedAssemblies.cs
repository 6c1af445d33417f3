using Microsoft.AspNetCore.Http;

namespace AppHost.Worker.Apps;

/// <summary>
/// The assemblies that a worker and the app in it have in common: those of the shared frameworks and the contract.
/// </summary>
/// <remarks>
/// There must be one HttpContext and one IHandler in the process, so these come from the host whatever the app carries. The
/// packages in the host's own folder are not among them: the app gets its own copy of those, in its own version.
/// </remarks>
internal static class SharedAssemblies
{
    /// <summary>The simple name of the contract.</summary>
    public const string Contracts = "AppHost.Abstractions";

    private static readonly string[] FrameworkFolders =
    [
        Path.GetDirectoryName(typeof(object).Assembly.Location)!,
        Path.GetDirectoryName(typeof(HttpContext).Assembly.Location)!,
    ];

    /// <summary>True if the host's copy is the one to use. Thread-safe.</summary>
    /// <param name="simpleName">Name without version and file ending.</param>
    public static bool Contains(string simpleName) => FindPath(simpleName) is not null;

    /// <summary>Where the host has a shared assembly; null if it is not shared.</summary>
    /// <param name="simpleName">Name without version and file ending.</param>
    public static string? FindPath(string simpleName)
    {
        if (simpleName == Contracts)
        {
            return typeof(IHandler).Assembly.Location;
        }

        // A look into two folders costs less than taking the runtime's list of 300 paths apart.
        foreach (var folder in FrameworkFolders)
        {
            var path = Path.Combine(folder, simpleName + ".dll");
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
