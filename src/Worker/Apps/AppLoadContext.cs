using System.Reflection;
using System.Runtime.Loader;

namespace AppHost.Worker.Apps;

/// <summary>
/// Where the assemblies of one app live. Shared assemblies (<see cref="SharedAssemblies"/>) are the host's; everything else
/// is the app's own copy, also when the host has a package of the same name. Thread-safe.
/// </summary>
/// <remarks>
/// Not collectible: a worker hosts one app and ends with it, and unloading fails silently when anything keeps a type of the
/// app alive (dotnet/runtime #13283).
/// </remarks>
internal sealed class AppLoadContext : AssemblyLoadContext
{
    private readonly Lazy<AssemblyDependencyResolver> _resolver;
    private readonly Lazy<Assembly> _app;
    private readonly string _appName;

    /// <summary>Makes the context; loads nothing yet.</summary>
    /// <param name="path">Absolute path of the app's DLL; its deps.json, if any, lies beside it.</param>
    public AppLoadContext(string path)
        : base(Path.GetFileNameWithoutExtension(path), isCollectible: false)
    {
        AppPath = path;
        _appName = Path.GetFileNameWithoutExtension(path);
        _app = new Lazy<Assembly>(() => LoadFromAssemblyPath(path));

        // Reading deps.json takes milliseconds, which an app without dependencies need not pay.
        _resolver = new Lazy<AssemblyDependencyResolver>(() => new AssemblyDependencyResolver(path));
    }

    /// <summary>The app's DLL.</summary>
    public string AppPath { get; }

    /// <summary>The app's assembly; loaded by the first call.</summary>
    /// <exception cref="IOException">It cannot be loaded.</exception>
    /// <exception cref="BadImageFormatException">It is not a .NET assembly.</exception>
    public Assembly App => _app.Value;

    /// <summary>
    /// Lets code in the host's context find the app's assemblies by name, which it would not have found otherwise:
    /// <c>Type.GetType</c> and <c>Assembly.Load</c> in framework code look in the context of their caller, the framework.
    /// </summary>
    public void ServeDefaultContext() => Default.Resolving += ResolveForHost;

    /// <summary>Ends <see cref="ServeDefaultContext"/>.</summary>
    public void LeaveDefaultContext() => Default.Resolving -= ResolveForHost;

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The app's deps.json cannot be read.</exception>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Null: the runtime looks in the host's context, and takes what it has there if the version is at least the asked one.
        if (IsShared(assemblyName))
        {
            return null;
        }

        if (LoadOwn(assemblyName) is { } assembly)
        {
            return assembly;
        }

        // A package of the host's must not stand in for one that the app misses: it is there today, in a version nobody chose.
        return File.Exists(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll"))
            ? throw new FileNotFoundException($"{assemblyName} is not in the app's folder.", assemblyName.FullName)
            : null;
    }

    /// <inheritdoc />
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.Value.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private static bool IsShared(AssemblyName name) => SharedAssemblies.Contains(name.Name!);

    private Assembly? ResolveForHost(AssemblyLoadContext host, AssemblyName name)
    {
        try
        {
            return IsShared(name) ? null : LoadOwn(name);
        }
        catch (InvalidOperationException)
        {
            // The app's deps.json cannot be read. Whoever asks here may have nothing to do with the app.
            return null;
        }
    }

    private Assembly? LoadOwn(AssemblyName name)
    {
        if (name.Name == _appName && string.IsNullOrEmpty(name.CultureName))
        {
            return App;
        }

        return _resolver.Value.ResolveAssemblyToPath(name) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
