namespace AppHost.Host.Commands;

/// <summary>
/// The hidden mode in which the master starts this program as a worker. Stands apart from the other verbs: a fleet pays its start-up
/// time N times, so nothing on the way here may load the command line or YAML libraries.
/// </summary>
internal static class WorkerCommand
{
    /// <summary>The first argument that selects this mode.</summary>
    public const string Name = "worker";

    /// <summary>Runs the worker to its end.</summary>
    /// <returns>The exit code of the process.</returns>
    public static int Run() => Worker.Life.WorkerProcess.Run();
}
