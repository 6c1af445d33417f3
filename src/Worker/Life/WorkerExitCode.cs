namespace AppHost.Worker.Life;

/// <summary>How a worker process ends by its own will.</summary>
internal static class WorkerExitCode
{
    public const int Left = 0;

    /// <summary>It has told the master why it could not boot.</summary>
    public const int BootFailed = 3;
}
