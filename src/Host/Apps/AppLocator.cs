using AppHost.Worker.Apps;
using AppHost.WorkerTypes;

namespace AppHost.Host.Apps;

/// <summary>Finds out what the <c>app</c> argument names, by looking at names only. Thread-safe.</summary>
internal static class AppLocator
{
    private static readonly string[] ProjectEndings = [".csproj", ".fsproj", ".vbproj"];

    /// <summary>Looks at a path.</summary>
    /// <param name="path">Absolute path of a .dll, a project, or a folder.</param>
    public static AppLocation Locate(string path)
    {
        if (Directory.Exists(path))
        {
            return InFolder(Path.TrimEndingDirectorySeparator(path));
        }

        var ending = Path.GetExtension(path);
        if (IsProject(path))
        {
            return File.Exists(path) ? new AppProject(path) : None($"{path} does not exist.", Advice(path, "Check the name."));
        }

        if (ending is ".sln" or ".slnx")
        {
            return None($"{path} is a solution.", "Name one of its projects, or the project's folder.");
        }

        // Also what is no DLL at all goes to the inspector, which looks into it and says what it is.
        return ending == ".dll" || File.Exists(path)
            ? new AppDll(RealPath.Of(path))
            : None($"{path} does not exist.", Advice(path, "Name a .dll, a project file, or a folder with one of them."));
    }

    private static AppLocation InFolder(string folder)
    {
        var files = Directory.GetFiles(folder);
        Array.Sort(files, StringComparer.Ordinal);
        var projects = files.Where(IsProject).ToList();
        var published = projects.Count == 0 ? files.Where(IsPublishedApp).ToList() : [];
        return (projects, published) switch
        {
            ([var only], _) => new AppProject(only),
            ({ Count: > 1 }, _) => None($"{folder} has several projects.", $"Name one of them, for example {projects[0]}.", projects),
            (_, [var only]) => new AppDll(RealPath.Of(only)),
            (_, { Count: > 1 }) => None($"{folder} has several apps.", $"Name one of them, for example {published[0]}.", published),
            _ => Empty(folder),
        };
    }

    private static NoApp Empty(string folder)
    {
        var below = Directory
            .EnumerateFiles(folder, "*.*proj", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
            .Where(IsProject)
            .Order(StringComparer.Ordinal)
            .Take(10)
            .ToList();
        return None($"{folder} has neither a project nor a published app.",
            below.Count == 0 ? "Name a .dll, a project file, or a folder with one of them." : "Name one of the projects below it:", below);
    }

    private static bool IsProject(string path) => ProjectEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    // 'dotnet publish' puts these files beside the DLL of the project and beside no other.
    private static bool IsPublishedApp(string path) =>
        path.EndsWith(".dll", StringComparison.Ordinal)
        && (File.Exists(Path.ChangeExtension(path, ".runtimeconfig.json")) || File.Exists(Path.ChangeExtension(path, ".deps.json")));

    private static string Advice(string path, string otherwise)
    {
        var folder = Path.GetDirectoryName(path);
        if (!Directory.Exists(folder))
        {
            return otherwise;
        }

        var names = Directory.GetFileSystemEntries(folder).Select(entry => Path.GetFileName(entry));
        return NearestName.Find(Path.GetFileName(path), names) is { } near ? $"Did you mean {Path.Combine(folder, near)}?" : otherwise;
    }

    private static NoApp None(string message, string advice, IReadOnlyList<string>? details = null) =>
        new(new AppFailure(message, advice, details ?? []));
}
