using AppHost.Worker.Apps;

namespace AppHost.Host.Master;

/// <summary>How a worker process is started.</summary>
/// <param name="Program">The file.</param>
/// <param name="Arguments">Without the program itself.</param>
internal sealed record WorkerCommandLine(string Program, IReadOnlyList<string> Arguments)
{
    private const string HandlerVerb = "worker";

    /// <summary>This program: its file, and what comes before a verb. Started as <c>dotnet apphost.dll</c> the process is dotnet itself.</summary>
    public static IReadOnlyList<string> Host { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet"
            ? [Environment.ProcessPath!, typeof(WorkerCommandLine).Assembly.Location]
            : [Environment.ProcessPath!];

    /// <summary>A handler runs in this program, an ASP.NET Core app in its own.</summary>
    /// <param name="arguments">The app's; a handler gets them by another way.</param>
    public static WorkerCommandLine Of(HostableApp app, IReadOnlyList<string> arguments) => app switch
    {
        AspNetCoreApp { Program: { } program } => new WorkerCommandLine(program, arguments),
        AspNetCoreApp => new WorkerCommandLine(DotnetProgram, [app.Path, .. arguments]),
        _ => new WorkerCommandLine(Host[0], [.. Host.Skip(1), HandlerVerb]),
    };

    /// <summary>The <c>dotnet</c> whose runtime this process uses.</summary>
    private static string DotnetProgram { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));
}
