using System.Globalization;
using AppHost.Host.Configuration.Documents;
using AppHost.Host.Configuration.Formats;
using AppHost.Host.Configuration.Machine;
using AppHost.Host.Output;

namespace AppHost.Host.Advice;

/// <summary>Advice for people: what to set, the arithmetic, and the lines to paste. Pure.</summary>
internal static class AdviceText
{
    private const int Indent = 30;

    /// <summary>The lines.</summary>
    /// <param name="width">Columns of the terminal.</param>
    public static IEnumerable<string> Lines(Workload work, MachineResources machine, SizingAdvice advice, int width)
    {
        width = Math.Max(width, 60);
        yield return $"machine   {Number(machine.Cores)} cores, {Number(machine.MemoryBytes / (double)(1L << 30))} GiB"
            + (machine.MemoryIsLimited ? " (limited by the control group)" : "");
        yield return $"request   {DurationText.Show(work.Service)} of CPU, {DurationText.Show(work.Wait)} of waiting ({work.WaitShare:P0} of its time)";
        string slot = advice.WorkerClass == "threaded" ? "thread" : "slot";
        yield return $"advice    {Counted.Of(advice.Workers, "worker")} x {Counted.Of(advice.SlotsPerWorker, slot)}, {advice.WorkerClass}: "
            + $"{Counted.Of(advice.Slots, "request")} at once, {Number(advice.Capacity)} requests/s";
        if (work.WaitShare > 0)
        {
            yield return $"rule      cores x (1 + wait / service) = {Number(FieldRules.Threads(machine.Cores, work.Wait, work.Service))} slots keep the cores busy";
        }

        string percentile = advice.Percentile95 is { } time ? DurationText.Show(TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds))) : "without end";
        yield return $"p95       {percentile} at {Number(advice.Rate)} requests/s, by Erlang's formula";
        yield return "";
        yield return "bound         requests/s";
        foreach (Bound bound in advice.Bounds)
        {
            string head = $"{(bound.Binds ? '>' : ' ')} {bound.Kind.ToString().ToLowerInvariant(),-12}{(bound.Rate is { } rate ? Number(rate) : "-"),10}";
            bool first = true;
            foreach (string line in TextWrap.Lines(bound.Arithmetic, width - Indent))
            {
                yield return (first ? head : "").PadRight(Indent) + line;
                first = false;
            }
        }

        yield return $"  {advice.Binding.Kind.ToString().ToLowerInvariant()} binds.";
        foreach (string remark in advice.Remarks)
        {
            yield return "";
            foreach (string line in TextWrap.Lines(remark, width)) yield return line;
        }

        yield return "";
        yield return "# for appserver.yaml";
        foreach (string line in AdviceYaml.Lines(advice)) yield return line;
    }

    private static string Number(double number) => number.ToString(number < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);
}
