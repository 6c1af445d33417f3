using System.Globalization;
using AppHost.Host.Configuration.Formats;

namespace AppHost.Host.Advice;

/// <summary>Advice as lines of appserver.yaml. Pure.</summary>
internal static class AdviceYaml
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(SizingAdvice advice)
    {
        yield return $"workers: {advice.Workers}";
        yield return $"worker-class: {advice.WorkerClass}";
        if (advice.WorkerClass == "threaded")
        {
            // A pool that may shrink to a quarter: idle threads are memory that nobody uses.
            int fewest = Math.Max(1, advice.SlotsPerWorker / 4);
            yield return string.Create(CultureInfo.InvariantCulture, $"threads: {fewest}:{advice.SlotsPerWorker}");
        }

        if (advice.WorkerClass == "async")
        {
            yield return "async:";
            yield return $"  limit: {advice.SlotsPerWorker}";
        }

        yield return "queue:";
        yield return $"  length: {advice.QueueLength}";
        yield return $"  timeout: {DurationText.Show(advice.QueueTimeout)}";
        yield return "deadline:";
        yield return $"  request: {DurationText.Show(advice.Deadline)}";
    }
}
