using System.Runtime.InteropServices;
using AppHost.Load.Engine;
using AppHost.Load.Options;
using AppHost.Load.Processes;
using AppHost.Load.Reports;

namespace AppHost.Load.Commands;

/// <summary><c>load run</c>.</summary>
internal static class RunCommand
{
    /// <summary>Runs and reports; returns the exit code.</summary>
    public static int Execute(RunOptions options)
    {
        var (plan, ideal, processes, errors) = PlanReader.Read(options);
        if (plan is null)
        {
            foreach (var error in errors)
                Console.Error.WriteLine($"load: {error}");
            return ExitCodes.Usage;
        }
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            // Opened before the run: a typing mistake in a file name must not cost its result.
            using var json = options.Json is null or "-" ? null : new StreamWriter(options.Json);
            using var arrivals = options.ArrivalsOut is null ? null : new StreamWriter(options.ArrivalsOut);
            var result = LoadRun.Execute(plan, processes.Count > 0 ? new ProcessTrees(processes) : null, stop.Token);
            var report = RunReport.Of(result, ideal);
            json?.WriteLine(JsonReport.Of(report));
            if (arrivals is not null)
                ArrivalsFile.Write(arrivals, plan, result.Records);
            Console.Out.Write(options.Json == "-" ? JsonReport.Of(report) + Environment.NewLine : TextReport.Of(report, IsTerminal()));
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is TargetUnreachableException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"load: {e.Message}");
            return ExitCodes.Failed;
        }

        void Stop(PosixSignalContext context)
        {
            // The first one ends the run with a report; the next one ends the program.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static bool IsTerminal() => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
