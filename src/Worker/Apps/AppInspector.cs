using AppHost.WorkerTypes;

namespace AppHost.Worker.Apps;

/// <summary>
/// Tells from metadata alone what a DLL is and whether it can be hosted; nothing is loaded and no user code runs. Thread-safe.
/// </summary>
internal static class AppInspector
{
    /// <summary>Looks at a DLL. Never throws for what is wrong with it: that is an <see cref="UnhostableApp"/>.</summary>
    /// <param name="path">The DLL.</param>
    /// <param name="handler">The class to host (<c>--handler</c>); null: the only one.</param>
    public static AppInspection Inspect(string path, string? handler = null)
    {
        try
        {
            using var assembly = AssemblyMetadata.Read(path);
            return assembly is null ? NotDotNet(path) : Inspect(path, assembly, handler);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unhostable(path, UnhostableReason.NotFound, $"{path} does not exist.", NotFoundAdvice(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Directory.Exists(path)
                ? Unhostable(path, UnhostableReason.Unreadable, $"{path} is a folder.", "Name the DLL in it.")
                : Unhostable(path, UnhostableReason.Unreadable, $"{path} cannot be read: {exception.Message}",
                    $"Let the user '{Environment.UserName}' read it.");
        }
        catch (Exception exception) when (AssemblyMetadata.IsMalformed(exception))
        {
            return NotDotNet(path);
        }
    }

    private static AppInspection Inspect(string path, AssemblyMetadata assembly, string? handler)
    {
        var file = Path.GetFileName(path);
        if (assembly.HasAttribute("System.Runtime.CompilerServices.ReferenceAssemblyAttribute"))
        {
            return Unhostable(path, UnhostableReason.ReferenceAssembly, $"{path} is a reference assembly: it holds signatures only.",
                $"Name the {file} in the output folder (bin/Release/...), not the one in a 'ref' folder.");
        }

        if (FrameworkCheck.Problem(path, assembly) is { } problem)
        {
            return problem;
        }

        var scan = HandlerScan.Of(assembly, Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (scan.Handlers.Count > 0 || handler is not null)
        {
            return HandlerChoice.Choose(path, scan, handler);
        }

        return assembly.HasEntryPoint ? Program(path, assembly) : NoHandler(path, scan);
    }

    private static AppInspection Program(string path, AssemblyMetadata assembly)
    {
        var configuration = RuntimeConfiguration.Of(path);
        if (configuration?.Find(AspNetCoreCheck.Framework) is not null)
        {
            return AspNetCoreCheck.Check(path, assembly, configuration);
        }

        if (configuration is not null && assembly.ReferencedVersion("Microsoft.Extensions.Hosting") is not null)
        {
            return Unhostable(path, UnhostableReason.WorkerService, $"{path} is a worker service: a host without a web server.",
                "Run it by a systemd unit of its own, or move it to the SDK Microsoft.NET.Sdk.Web and give it a WebApplication.");
        }

        return configuration is null && assembly.ReferencedVersion("Microsoft.AspNetCore") is not null
            ? Unhostable(path, UnhostableReason.NoRuntimeConfiguration,
                $"{path} looks like an ASP.NET Core app, but {Path.GetFileNameWithoutExtension(path)}.runtimeconfig.json is not beside it.",
                "Name the DLL in the output of 'dotnet publish' or in bin/, not the one in obj/.")
            : Unhostable(path, UnhostableReason.ConsoleProgram, $"{path} is a console program, not a web app.", WriteHandler);
    }

    private static UnhostableApp NoHandler(string path, HandlerScan scan) => scan.Unusable.Count == 0
        ? Unhostable(path, UnhostableReason.NoHandler, $"{path} is a class library without a handler.", WriteHandler)
        : new UnhostableApp(path, UnhostableReason.NoHandler, new AppFailure(
            $"{path} has no handler that can be made.",
            "A handler is a public class that is neither abstract nor generic.",
            [.. scan.Unusable.Select(type => $"{type.Name} {type.Reason}")]));

    private static UnhostableApp NotDotNet(string path)
    {
        if (NativeProgram.Problem(path) is { } problem)
        {
            return new UnhostableApp(path, UnhostableReason.NativeProgram, problem);
        }

        var neighbour = Path.ChangeExtension(path, ".dll");
        if (neighbour == path || !File.Exists(neighbour))
        {
            neighbour = path + ".dll";
        }

        var message = new FileInfo(path).Length == 0 ? $"{path} is empty." : $"{path} is not a .NET assembly.";
        var advice = File.Exists(neighbour)
            ? $"Name {neighbour} instead."
            : "Name the DLL that 'dotnet build' or 'dotnet publish' made; if this is the one, it was cut off while it was copied.";
        return Unhostable(path, UnhostableReason.NotDotNet, message, advice);
    }

    private static string NotFoundAdvice(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            return $"There is no folder {folder} either.";
        }

        var names = Directory.EnumerateFiles(folder, "*.dll").Select(file => Path.GetFileName(file));
        return NearestName.Find(Path.GetFileName(path), names) is { } near
            ? $"Did you mean {Path.Combine(folder, near)}?"
            : "Build the project first, or name the project or its folder: apphost builds it.";
    }

    private const string WriteHandler = "Add a public class that implements AppHost.IHandler or AppHost.IAsyncHandler.";

    private static UnhostableApp Unhostable(string path, UnhostableReason reason, string message, string advice) =>
        new(path, reason, new AppFailure(message, advice, []));
}
