using AppHost.Load.Ideal;
using AppHost.Load.Options;
using AppHost.Load.Reports;

namespace AppHost.Load.Commands;

/// <summary><c>load ideal</c>.</summary>
internal static class IdealCommand
{
    /// <summary>Computes and reports; returns the exit code.</summary>
    public static int Execute(IdealOptions options)
    {
        var errors = new List<string>();
        if (options.Servers < 1)
            errors.Add($"--servers {options.Servers}: expected at least 1.");
        if (!Quantities.TryReadDuration(options.Service, out var service) || service <= TimeSpan.Zero)
            errors.Add($"--service '{options.Service}': expected a duration, such as 50ms.");
        foreach (var error in errors)
            Console.Error.WriteLine($"load: {error}");
        if (errors.Count > 0)
            return ExitCodes.Usage;
        try
        {
            using var file = new StreamReader(options.Arrivals);
            var arrivals = ArrivalsFile.ReadStarts(file, options.Arrivals);
            var sojourn = IdealQueue.Sojourn(arrivals, options.Servers, _ => service.Ticks * 100, countedFrom: 0);
            Console.Out.WriteLine($"{sojourn.Count} arrivals counted of {arrivals.Length}; "
                + $"one queue before {options.Servers} servers of {options.Service}");
            Console.Out.Write(TextReport.OfIdeal(Latencies.Of(sojourn)));
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is ArrivalsFileException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"load: {e.Message}");
            return ExitCodes.Failed;
        }
    }
}
