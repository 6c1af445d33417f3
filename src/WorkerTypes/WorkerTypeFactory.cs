using System.Reflection;
using AppHost.WorkerTypes.Async;
using AppHost.WorkerTypes.Sync;
using AppHost.WorkerTypes.Threaded;

namespace AppHost.WorkerTypes;

/// <summary>Makes the worker class that the setting <c>worker-class</c> names.</summary>
/// <param name="loadAssembly">Loads an assembly from a full path, with its dependencies.</param>
internal sealed class WorkerTypeFactory(Func<string, Assembly> loadAssembly)
{
    private static readonly string[] BuiltIn = ["sync", "threaded", "async"];

    /// <summary>Makes a worker class, not started yet.</summary>
    /// <param name="workerClass"><c>sync</c>, <c>threaded</c>, <c>async</c> or <c>Namespace.Type, path/to.dll</c>.</param>
    /// <param name="baseFolder">What a relative path is relative to.</param>
    /// <exception cref="WorkerTypeException">There is no such worker class, or it cannot be made.</exception>
    public IWorkerType Create(string workerClass, string baseFolder)
    {
        int comma = workerClass.IndexOf(',', StringComparison.Ordinal);
        if (comma >= 0)
        {
            string typeName = workerClass[..comma].Trim();
            string path = workerClass[(comma + 1)..].Trim();
            return typeName.Length > 0 && path.Length > 0
                ? Create(typeName, Path.GetFullPath(path, baseFolder), workerClass)
                : throw Error(workerClass, "expected `Namespace.Type, path/to.dll`, with a type before the comma and a file after it.");
        }

        return workerClass.Trim() switch
        {
            "sync" => new SyncWorkerType(),
            "threaded" => new ThreadedWorkerType(),
            "async" => new AsyncWorkerType(),
            string unknown => throw Error(
                workerClass,
                $"unknown; the built-in ones are {string.Join(", ", BuiltIn)}.{DidYouMean(unknown, BuiltIn)} " +
                "One of your own is given as `Namespace.Type, path/to.dll`."),
        };
    }

    private IWorkerType Create(string typeName, string path, string workerClass)
    {
        Assembly assembly = Load(path, workerClass);
        Type type;
        try
        {
            type = assembly.GetType(typeName) ?? throw TypeNotFound(assembly, typeName, path, workerClass);
        }
        catch (Exception exception) when (IsLoadFailure(exception))
        {
            throw Error(workerClass, $"`{typeName}` of {path} cannot be loaded: {exception.Message}", exception);
        }

        if (Fault(type) is { } fault)
        {
            throw Error(workerClass, $"`{typeName}` of {path} {fault}");
        }

        try
        {
            return (IWorkerType)Activator.CreateInstance(type)!;
        }
        catch (TargetInvocationException exception)
        {
            Exception cause = exception.InnerException ?? exception;
            throw Error(workerClass, $"the constructor of `{typeName}` threw {cause.GetType().Name}: {cause.Message}", cause);
        }
    }

    private Assembly Load(string path, string workerClass)
    {
        if (!File.Exists(path))
        {
            throw Error(workerClass, $"the file {path} does not exist.");
        }

        try
        {
            return loadAssembly(path);
        }
        catch (BadImageFormatException exception)
        {
            throw Error(workerClass, $"{path} is not a .NET assembly for this runtime.", exception);
        }
        catch (Exception exception) when (IsLoadFailure(exception) || exception is UnauthorizedAccessException)
        {
            throw Error(workerClass, $"{path} cannot be loaded: {exception.Message}", exception);
        }
    }

    private static string? Fault(Type type)
    {
        if (!typeof(IWorkerType).IsAssignableFrom(type))
        {
            // The same name and another assembly: the DLL brought its own copy of the contract.
            return type.GetInterfaces().Any(contract => contract.FullName == typeof(IWorkerType).FullName)
                ? $"implements the {nameof(IWorkerType)} of another copy of AppHost.Abstractions; reference the package with " +
                    "`ExcludeAssets=\"runtime\"`, so that the host's copy is used."
                : $"does not implement {typeof(IWorkerType).FullName}.";
        }

        if (type.IsAbstract || type.ContainsGenericParameters)
        {
            string kind = type.IsInterface ? "an interface" : type.IsAbstract ? "abstract" : "an open generic type";
            return $"is {kind}: no instance can be made.";
        }

        return type.GetConstructor(Type.EmptyTypes) is null
            ? "has no public constructor without parameters; what it needs comes with StartAsync."
            : null;
    }

    private static WorkerTypeException TypeNotFound(Assembly assembly, string typeName, string path, string workerClass)
    {
        string[] candidates = [.. TypesOf(assembly).Where(type => Fault(type) is null).Select(type => type.FullName!).Order()];
        return Error(
            workerClass,
            $"there is no type `{typeName}` in {path}. " +
            (candidates.Length == 0
                ? $"No class in it implements {typeof(IWorkerType).FullName}."
                : $"Its worker classes: {string.Join(", ", candidates)}.{DidYouMean(typeName, candidates)}"));
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    private static bool IsLoadFailure(Exception exception) =>
        exception is FileLoadException or FileNotFoundException or BadImageFormatException or TypeLoadException;

    private static string DidYouMean(string name, IEnumerable<string> candidates) =>
        NearestName.Find(name, candidates) is { } nearest ? $" Did you mean {nearest}?" : "";

    private static WorkerTypeException Error(string workerClass, string message, Exception? cause = null) =>
        new($"worker-class `{workerClass}`: {message}", cause);
}
