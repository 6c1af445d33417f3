using AppHost.Worker.Apps;

namespace AppHost.Host.Apps;

/// <summary>Turns the <c>app</c> argument into a DLL: takes it as it is, or builds the project it names. Thread-safe.</summary>
/// <param name="output">Where progress is told.</param>
/// <param name="terminal">True if that is a terminal.</param>
/// <param name="timeProvider">For elapsed time.</param>
internal sealed class ProjectBuilder(TextWriter output, bool terminal, TimeProvider timeProvider)
{
    private const int MostErrors = 50;

    // No compiler server: it would outlive the build. BuildProjectReferences stays on, for an app's other projects must be built
    // too; what this host itself has loaded lies in its own folder and is not their output.
    private static readonly string[] CommonArguments =
        ["-nologo", "-nodeReuse:false", "-property:Configuration=Release", "-property:UseSharedCompilation=false"];

    /// <summary>Finds or builds the DLL. Whether it can be hosted is for <see cref="AppInspector"/> to say.</summary>
    /// <param name="path">Absolute path of a .dll, a project, or a folder.</param>
    /// <param name="cancellationToken">Ends a build that runs.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<PreparedApp> PrepareAsync(string path, CancellationToken cancellationToken) => AppLocator.Locate(path) switch
    {
        AppDll dll => new ReadyApp(dll.Path, ProjectPath: null),
        AppProject project => await BuildAsync(project.Path, cancellationToken),
        NoApp none => new FailedApp(none.Failure),
        var other => throw new InvalidOperationException($"Unknown location {other}."),
    };

    private async Task<PreparedApp> BuildAsync(string project, CancellationToken cancellationToken)
    {
        if (DotnetSdk.Find() is not { } dotnet)
        {
            return Failed($"There is no .NET SDK here to build {project}.", "Install it, or build elsewhere and name the .dll.");
        }

        using var progress = new BuildProgress(output, terminal, project, timeProvider);
        var lockFile = Path.Combine(Path.GetTempPath(), $"apphost-build-{Environment.UserName}.lock");
        using var turn = await BuildLock.AcquireAsync(lockFile, timeProvider, cancellationToken);
        var (evaluation, framework, failure) = await EvaluateAsync(dotnet, project, cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        OutputFolder.Detach(Path.GetDirectoryName(evaluation!.TargetPath)!);

        // With a property asked for, MSBuild prints errors to the error stream, once each, and the property to the output.
        // Asked after the build, because packages that were restored by it may have changed the path.
        var build = await DotnetCommand.RunAsync(
            dotnet,
            ["build", project, .. CommonArguments, .. framework, "-target:Build", "-getProperty:TargetPath"],
            Path.GetDirectoryName(project)!,
            cancellationToken);
        if (build.ExitCode != 0 || build.Output is not [.., var target])
        {
            return BuildFailed(project, build);
        }

        progress.Succeeded();
        return new ReadyApp(RealPath.Of(target), project);
    }

    private static async Task<(ProjectEvaluation? Evaluation, string[] Framework, PreparedApp? Failure)> EvaluateAsync(
        string dotnet, string project, CancellationToken cancellationToken)
    {
        string[] framework = [];
        while (true)
        {
            var result = await DotnetCommand.RunAsync(
                dotnet,
                ["msbuild", project, .. CommonArguments, .. framework, "-getProperty:TargetPath", "-getProperty:TargetFrameworks"],
                Path.GetDirectoryName(project)!,
                cancellationToken);
            if (result.ExitCode != 0 || ProjectEvaluation.Parse(result.Output) is not { } evaluation)
            {
                return (null, framework, BuildFailed(project, result));
            }

            if (evaluation.TargetPath.Length > 0)
            {
                return (evaluation, framework, null);
            }

            if (framework.Length > 0 || evaluation.BestFramework(Environment.Version) is not { } best)
            {
                return (null, framework, Failed(
                    $"{project} is built for {evaluation.TargetFrameworks}; this host runs on .NET {Environment.Version}.",
                    $"Add net{Environment.Version.ToString(2)} to its TargetFrameworks, or name a .dll."));
            }

            framework = [$"-property:TargetFramework={best}"];
        }
    }

    private static FailedApp BuildFailed(string project, CommandResult result)
    {
        // MSBuild puts the project behind each error; it stands in the message already.
        var lines = (result.Errors.Count > 0 ? result.Errors : result.Output)
            .Select(line => line.Replace($" [{project}]", "", StringComparison.Ordinal))
            .Distinct()
            .ToList();
        IReadOnlyList<string> shown = lines.Count <= MostErrors
            ? lines
            : [.. lines.Take(MostErrors), $"... and {lines.Count - MostErrors} more"];
        return new FailedApp(new AppFailure($"Building {project} failed.", null, shown));
    }

    private static FailedApp Failed(string message, string advice) => new(new AppFailure(message, advice, []));
}
