using System.Reflection;
using AppHost.Host.Binding;

namespace AppHost.Host.Supervision;

/// <summary>
/// The shared framework under the master. A package update replaces it while the host runs: what the master has not loaded by
/// then it could not load any more, so it loads all it refers to once it serves.
/// </summary>
internal sealed class RuntimeFolder
{
    // The master has no use for these; the worker's side of shared assemblies refers to them.
    private static readonly string[] Unused = ["Microsoft.AspNetCore", "Microsoft.Extensions.Hosting"];

    private readonly string _library = typeof(object).Assembly.Location;
    private readonly FileIdentity? _identity = FileIdentity.Of(typeof(object).Assembly.Location, out _);
    private bool _noticed;

    /// <summary>Where the runtime's libraries lie.</summary>
    public string Path => System.IO.Path.GetDirectoryName(_library)!;

    /// <summary>Loads what may still be needed, on a thread of its own.</summary>
    public static void LoadAll() => new Thread(() => LoadReferences(typeof(RuntimeFolder).Assembly, []))
    {
        IsBackground = true,
        Name = "apphost-load",
        Priority = ThreadPriority.BelowNormal,
    }.Start();

    /// <summary>True once, when another file lies in the place of the runtime's first library.</summary>
    public bool NoticeReplacement()
    {
        if (_noticed || _identity is null || FileIdentity.Of(_library, out _) == _identity) return false;
        return _noticed = true;
    }

    private static void LoadReferences(Assembly assembly, HashSet<string> seen)
    {
        foreach (AssemblyName name in assembly.GetReferencedAssemblies())
        {
            if (!seen.Add(name.FullName) || Unused.Any(prefix => name.Name!.StartsWith(prefix, StringComparison.Ordinal))) continue;
            try
            {
                LoadReferences(Assembly.Load(name), seen);
            }
            catch (Exception exception) when (exception is IOException or BadImageFormatException)
            {
                // An optional reference that is not installed: it would not be there later either.
            }
        }
    }
}
