using System.ComponentModel;
using AppHost.Load.Processes;
using AppHost.Load.Statistics;

namespace AppHost.Load.Engine;

/// <summary>What a run measured.</summary>
/// <param name="Plan">What was run.</param>
/// <param name="Statistics">The counts of all threads.</param>
/// <param name="Window">The times of the run.</param>
/// <param name="WindowSeconds">Length of the measured window: shorter than planned when a limit or an interrupt ended it.</param>
/// <param name="Interrupted">Whether it was ended by the user.</param>
/// <param name="GeneratorCpu">CPU time of the generator's process within the window in nanoseconds.</param>
/// <param name="BusiestThread">Share of a core the busiest generator thread used within the window.</param>
/// <param name="ServerCpu">CPU time of the watched process trees within the window in nanoseconds, or null.</param>
/// <param name="Records">Every request by intended start, if kept.</param>
internal sealed record RunResult(
    LoadPlan Plan, RunStatistics Statistics, RunWindow Window, double WindowSeconds, bool Interrupted,
    long GeneratorCpu, double BusiestThread, long? ServerCpu, RequestRecord[] Records);

/// <summary>No connection could be opened before the start.</summary>
internal sealed class TargetUnreachableException(string message) : Exception(message);

/// <summary>Carries a plan out.</summary>
internal static class LoadRun
{
    private const int ClockProcessCpu = 2;
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs the plan on threads of its own until every request has ended; cancelling ends it early, with a result.</summary>
    /// <exception cref="TargetUnreachableException">The kept connections cannot be opened.</exception>
    public static RunResult Execute(LoadPlan plan, ProcessTrees? server, CancellationToken stop)
    {
        LoadThread[] threads = [.. Enumerable.Range(0, plan.Threads).Select(index => new LoadThread(plan, index))];
        try
        {
            if (!plan.Fresh)
                OpenAhead(plan, threads, stop);
            return Measure(plan, threads, server, stop);
        }
        finally
        {
            foreach (var thread in threads)
                thread.Dispose();
        }
    }

    private static void OpenAhead(LoadPlan plan, LoadThread[] threads, CancellationToken stop)
    {
        foreach (var thread in threads)
            thread.OpenAhead(stop);
        var failed = threads.FirstOrDefault(thread => thread.OpenError != 0);
        if (failed is not null && threads.All(thread => thread.OpenedAhead == 0))
            throw new TargetUnreachableException($"Cannot connect to {plan.Target.Text}: {new Win32Exception(failed.OpenError).Message}. "
                + "Start the server first, or check the address.");
    }

    private static RunResult Measure(LoadPlan plan, LoadThread[] threads, ProcessTrees? server, CancellationToken stop)
    {
        // Far enough ahead for the threads to be there.
        var origin = MonotonicClock.Now + 20_000_000;
        var start = origin + (plan.Warmup.Ticks * 100);
        var end = start + (plan.Duration.Ticks * 100);
        using var done = new CountdownEvent(threads.Length);
        var failures = new Exception?[threads.Length];
        Thread[] runners = [.. threads.Select((thread, index) => new Thread(() =>
        {
            var limit = plan.Requests is { } all ? (all / plan.Threads) + (index < all % plan.Threads ? 1 : 0) : long.MaxValue;
            try
            {
                thread.Run(new RunWindow(origin, start, end, limit), stop);
            }
#pragma warning disable CA1031 // Rethrown below, on the thread that waits.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures[index] = e;
            }
            done.Signal();
        })
        {
            Name = $"load {index}",
            IsBackground = true,
        })];
        foreach (var runner in runners)
            runner.Start();

        WaitUntil(start, done);
        var generatorAtStart = Libc.CpuClock(ClockProcessCpu);
        server?.Sample();
        while (!done.IsSet && MonotonicClock.Now < end)
        {
            WaitUntil(Math.Min(end, MonotonicClock.Now + (SampleEvery.Ticks * 100)), done);
            server?.Sample();
        }
        var generatorCpu = Libc.CpuClock(ClockProcessCpu) - generatorAtStart;
        var stopped = MonotonicClock.Now;
        foreach (var runner in runners)
            runner.Join();
        if (failures.OfType<Exception>().FirstOrDefault() is { } failure)
            throw new InvalidOperationException("A thread of the generator failed.", failure);

        var statistics = threads[0].Statistics!;
        foreach (var other in threads.Skip(1))
            statistics.Add(other.Statistics!);
        // When a limit ended the run, its last answer did, not the moment at which we noticed.
        var windowEnd = stopped >= end ? end : stop.IsCancellationRequested ? stopped : Math.Min(stopped, statistics.LastEnd);
        var seconds = Math.Max(0, windowEnd - start) / 1e9;
        var busiest = seconds > 0 ? threads.Max(thread => thread.CpuInWindow) / 1e9 / seconds : 0;
        return new RunResult(plan, statistics, new RunWindow(origin, start, end, plan.Requests ?? long.MaxValue), seconds,
            stop.IsCancellationRequested, generatorCpu, busiest, server?.Total,
            plan.KeepsLog ? RequestLog.Sorted(threads.Select(thread => thread.Statistics!.Log!)) : []);
    }

    private static void WaitUntil(long when, CountdownEvent done)
    {
        var left = when - MonotonicClock.Now;
        if (left > 0)
            done.Wait(TimeSpan.FromTicks((left + 99) / 100));
    }
}
