using System.Reflection;

namespace AppHost.Worker.Apps;

/// <summary>Puts a failed load of a dependency into words: which, in which version, where it should be, and the cure.</summary>
internal static class DependencyFailure
{
    /// <summary>Explains an exception.</summary>
    /// <param name="exception">What was thrown, at boot or in a request.</param>
    /// <param name="appPath">The app's DLL.</param>
    /// <returns>The failure; null if the exception tells of something else.</returns>
    public static AppBootFailure? From(Exception exception, string appPath)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is FileLoadException { InnerException: InvalidOperationException resolver })
            {
                return new AppBootFailure(
                    $"{Path.ChangeExtension(appPath, ".deps.json")} cannot be used: {resolver.Message.Trim()}",
                    "Deploy the app again; the file is made by 'dotnet build' or 'dotnet publish'.",
                    []);
            }

            if (MissingAssembly(cause) is { } wanted)
            {
                return SharedAssemblies.FindPath(wanted.Name!) is { } shared
                    ? Conflict(appPath, wanted, AssemblyName.GetAssemblyName(shared).Version!)
                    : Missing(appPath, wanted);
            }
        }

        return null;
    }

    // The same exceptions tell of the user's data files, whose names have no version.
    private static AssemblyName? MissingAssembly(Exception exception)
    {
        var name = exception switch
        {
            FileNotFoundException notFound => notFound.FileName,
            FileLoadException notLoaded => notLoaded.FileName,
            _ => null,
        };
        return name?.Contains(", Version=", StringComparison.Ordinal) == true ? new AssemblyName(name) : null;
    }

    private static AppBootFailure Conflict(string appPath, AssemblyName wanted, Version present) => new(
        $"{Path.GetFileName(appPath)} needs {wanted.Name} {wanted.Version}; this host has {present}, which it shares with the app.",
        wanted.Name == SharedAssemblies.Contracts
            ? "Update apphost, or build the app against the host's version of AppHost.Abstractions."
            : $"Use the version of {wanted.Name} that comes with .NET {Environment.Version.ToString(2)}, or run apphost on a newer .NET.",
        []);

    private static AppBootFailure Missing(string appPath, AssemblyName wanted) => new(
        $"{Path.GetFileName(appPath)} needs {wanted.Name} {wanted.Version}, which is not in {Path.GetDirectoryName(appPath)}.",
        "A class library does not copy its packages to the output folder by itself: set "
            + "<EnableDynamicLoading>true</EnableDynamicLoading> in its project (the AppHost.Abstractions package does that), "
            + "or host the output of 'dotnet publish'.",
        []);
}
