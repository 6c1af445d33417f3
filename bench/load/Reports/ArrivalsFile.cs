using System.Globalization;
using AppHost.Load.Engine;
using AppHost.Load.Statistics;

namespace AppHost.Load.Reports;

/// <summary>A file is not what <c>--arrivals-out</c> writes.</summary>
internal sealed class ArrivalsFileException(string message) : Exception(message);

/// <summary>
/// Every request as a line of comma-separated values, by intended start: start, path index, latency, outcome, status, sent-after. Times in
/// nanoseconds, the start relative to the measured window (negative during warm-up). Lines that begin with # say how the run was made.
/// </summary>
internal static class ArrivalsFile
{
    private const string Heading = "start_ns,path,latency_ns,outcome,status,sent_after_ns";

    /// <summary>Writes a run's requests.</summary>
    public static void Write(TextWriter writer, LoadPlan plan, IReadOnlyList<RequestRecord> records)
    {
        writer.Write(FormattableString.Invariant($"# load arrivals, seed {plan.Seed}\n"));
        for (var i = 0; i < plan.Paths.Count; i++)
            writer.Write(FormattableString.Invariant($"# path {i} {plan.Paths[i].Path}\n"));
        writer.Write(Heading + "\n");
        foreach (var r in records)
            writer.Write(FormattableString.Invariant($"{r.Start},{r.Path},{r.Latency},{r.Outcome.Name()},{r.Status},{r.SentAfter}\n"));
    }

    /// <summary>Reads the intended starts, ascending.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="name">Its name, for errors.</param>
    /// <exception cref="ArrivalsFileException">A line is not one of a request; says which.</exception>
    public static long[] ReadStarts(TextReader reader, string name)
    {
        var starts = new List<long>();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || line[0] == '#' || line == Heading)
                continue;
            var comma = line.IndexOf(',');
            var field = line.AsSpan(0, comma < 0 ? line.Length : comma);
            if (!long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var start))
            {
                throw new ArrivalsFileException($"{name}:{number}:1: expected a line that begins with an intended start in nanoseconds, "
                    + "as `load run --arrivals-out` writes.");
            }
            starts.Add(start);
        }
        starts.Sort();
        return [.. starts];
    }
}
