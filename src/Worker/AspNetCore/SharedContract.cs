using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace AppHost.Worker.AspNetCore;

/// <summary>
/// Whose AppHost.Abstractions the worker uses in an app's process: the app's where that is the very same build, so that the app knows
/// the worker's IWorkerInfo, and else its own, for an app that was built against last year's has to run under this year's host.
/// </summary>
internal static class SharedContract
{
    private const string Name = "AppHost.Abstractions";

    /// <summary>Called before any type of it is needed.</summary>
    /// <param name="own">The context of the worker.</param>
    /// <param name="folder">Where the worker's assemblies are.</param>
    public static void Choose(AssemblyLoadContext own, string folder)
    {
        string path = Path.Combine(folder, Name + ".dll");
        // What a context has loaded already comes before what it would ask others for.
        if (FindApps() is { } apps && apps.ManifestModule.ModuleVersionId != VersionOf(path)) own.LoadFromAssemblyPath(path);
    }

    private static Assembly? FindApps()
    {
        try
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(Name));
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            return null;
        }
    }

    private static Guid VersionOf(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
