using System.Globalization;
using AppHost.Host.Configuration.Formats;
using AppHost.Host.Configuration.Machine;
using AppHost.Host.Output;

namespace AppHost.Host.Advice;

/// <summary>Finds N, M and the queue for a workload on a machine. Pure.</summary>
internal sealed class SizingAdvisor
{
    /// <summary>
    /// The share of the cores that is planned for, the middle of 60 to 75 %. What is left is for peaks, the collector and the
    /// kernel; above it the time in the queue grows without bounds (M/M/1: 1 / (1 - 0.7) = 3.3 times the service time).
    /// </summary>
    public const double Utilisation = 0.7;

    private const double LowUtilisation = 0.6;
    private const double HighUtilisation = 0.75;

    /// <summary>The share of the memory that workers may fill; the kernel's page cache and peaks have the rest.</summary>
    private const double MemoryShare = 0.85;

    private const long MasterMemory = 64L << 20;
    private const int MostWorkers = 512;

    /// <summary>Threads of one worker beyond which an event loop does the same for less.</summary>
    private const int MostThreads = 64;

    private const int MostInFlight = 1000;
    private const int LongestQueue = 1000;

    private static readonly TimeSpan LongestQueueTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortestQueueTimeout = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromSeconds(10);

    private readonly Workload _work;
    private readonly MachineResources _machine;
    private readonly List<string> _remarks = [];
    private int _workers;
    private int _slots;

    private SizingAdvisor(Workload work, MachineResources machine) => (_work, _machine) = (work, machine);

    private double CpuRate => _machine.Cores * Utilisation / _work.Service.TotalSeconds;

    private int Surge => _work.Surge.Of(_workers);

    /// <summary>Gives advice.</summary>
    public static SizingAdvice Advise(Workload work, MachineResources machine) => new SizingAdvisor(work, machine).Advise();

    /// <summary>Rounds up, but not for what is only an error of floating-point arithmetic.</summary>
    public static int WholeUp(double number) => (int)Math.Ceiling(Math.Min(number, int.MaxValue / 2) - 1e-9);

    private SizingAdvice Advise()
    {
        int wanted = SlotsFor(Math.Min(_work.Rate ?? CpuRate, CpuRate));
        string workerClass = _work.WorkerClass ?? ChooseClass(wanted);
        int most = workerClass switch { "sync" => 1, "async" => MostInFlight, _ => MostThreads };
        _workers = workerClass == "sync" ? wanted : Math.Min(wanted, FieldRules.Workers(_machine.Cores, _work.WaitShare));
        _workers = Math.Clamp(_workers, 2, MostWorkers);
        FitMemory();
        _slots = Math.Clamp(WholeUp((double)wanted / _workers), 1, most);
        FitConnections();

        List<Bound> bounds = [CpuBound(), ConcurrencyBound(), MemoryBound(most), OutsideBound()];
        // Slots that were cut for want of memory or connections allow exactly as much as these: name the cause.
        Bound binding = bounds.Where(bound => bound.Rate is not null)
            .OrderBy(bound => Math.Round(bound.Rate!.Value, 6)).ThenBy(bound => bound.Kind is BoundKind.Concurrency).First();
        bounds[bounds.IndexOf(binding)] = binding with { Binds = true };
        double capacity = binding.Rate!.Value;
        double rate = _work.Rate ?? capacity;
        TimeSpan? percentile = Percentile95(rate);
        RemarkOnRate(rate, capacity);
        RemarkOnPercentile(percentile);
        RemarkOnThreads(workerClass);
        TimeSpan queueTimeout = QueueTimeout();
        return new SizingAdvice
        {
            Workers = _workers,
            WorkerClass = workerClass,
            SlotsPerWorker = _slots,
            QueueTimeout = queueTimeout,
            // Little once more: what the slots of a worker get through while the last in the queue may wait.
            QueueLength = Math.Clamp(WholeUp(_slots * (queueTimeout / _work.Response)), _slots, LongestQueue),
            Deadline = Deadline(),
            Bounds = bounds,
            Percentile95 = percentile,
            Rate = rate,
            Remarks = _remarks,
        };
    }

    /// <summary>Slots that a rate keeps as busy as planned. For the rate of the cores this is the rule of the field.</summary>
    private int SlotsFor(double rate) => Math.Max(1, WholeUp(Queueing.InSystem(rate, _work.Response) / Utilisation));

    private string ChooseClass(int slots)
    {
        int workers = Math.Max(2, FieldRules.Workers(_machine.Cores, _work.WaitShare));
        if (_work.WaitShare < FieldRules.MostlyCpu && slots <= workers) return "sync";
        return slots <= workers * MostThreads ? "threaded" : "async";
    }

    private void FitMemory()
    {
        int fitting = WorkersInMemory();
        if (fitting >= _workers) return;
        _workers = Math.Max(1, fitting);
        _remarks.Add(fitting < 1
            ? $"The memory does not hold one worker of {Size(_work.WorkerMemory)} and the one of a reload beside it: a reload may end in an out-of-memory kill."
            : _workers == 1
                ? "The memory holds one worker only: nobody answers while it is replaced after a crash."
                : $"The memory holds {_workers} workers and those of a reload; the cores could use more.");
    }

    private int WorkersInMemory()
    {
        double workers = ((_machine.MemoryBytes * MemoryShare) - MasterMemory) / _work.WorkerMemory;
        int fitting = (int)Math.Clamp(workers, 0, MostWorkers);
        while (fitting > 0 && fitting + _work.Surge.Of(fitting) > workers) fitting--;
        return fitting;
    }

    private void FitConnections()
    {
        if (_work.Connections is not { } connections) return;
        while (_workers > 1 && _workers + Surge > connections) _workers--;
        int each = connections / (_workers + Surge);
        if (each < _slots)
        {
            _slots = Math.Max(1, each);
            _remarks.Add($"Give each worker's connection pool a maximum of {_slots}: with the workers of a reload that is "
                + $"{Text((_workers + Surge) * _slots)} of {Text(connections)} connections.");
        }

        if (each < 1) _remarks.Add($"{Counted.Of(connections, "connection")} cannot serve a worker and its successor of a reload at the same time.");
    }

    private Bound CpuBound() => new(
        BoundKind.Cpu,
        CpuRate,
        $"{Text(_machine.Cores)} cores x {Utilisation:P0} / {DurationText.Show(_work.Service)} of CPU for each request; "
            + $"60 to 75 % is {Text(CpuRate * LowUtilisation / Utilisation)} to {Text(CpuRate * HighUtilisation / Utilisation)}");

    private Bound ConcurrencyBound() => new(
        BoundKind.Concurrency,
        RateOf(_workers * _slots),
        $"Little's law L = lambda x W: {_workers} x {_slots} = {Text(_workers * _slots)} slots x {Utilisation:P0} / {DurationText.Show(_work.Response)}");

    private Bound MemoryBound(int mostSlots)
    {
        int fitting = WorkersInMemory();
        return new Bound(
            BoundKind.Memory,
            RateOf(Math.Max(1, fitting) * mostSlots),
            $"{Size(_machine.MemoryBytes)} x {MemoryShare:P0} - {Size(MasterMemory)} for the master, / {Size(_work.WorkerMemory)}: {fitting} workers "
                + $"and {_work.Surge.Of(Math.Max(1, fitting))} of a reload, of up to {mostSlots} slots");
    }

    private Bound OutsideBound() => _work.Connections is not { } connections
        ? new Bound(BoundKind.Outside, null, "not said: --db-connections")
        : new Bound(
            BoundKind.Outside,
            RateOf(Math.Max(1, connections / (_workers + Surge)) * _workers),
            $"{Text(connections)} connections / ({_workers} workers + {Surge} of a reload) = {connections / (_workers + Surge)} for each, held for "
                + DurationText.Show(_work.Response));

    private double RateOf(int slots) => slots * Utilisation / _work.Response.TotalSeconds;

    /// <summary>
    /// The mean response time and the two queues before it: for a slot, and for a core, which is slower by the fraction that a
    /// control group's quota leaves of it. Percentiles of sums are below the sums of percentiles: an upper estimate.
    /// </summary>
    private TimeSpan? Percentile95(double rate)
    {
        int cores = Math.Max(1, WholeUp(_machine.Cores));
        TimeSpan? slot = Queueing.WaitWithin(0.95, _workers * _slots, rate, _work.Response);
        TimeSpan? core = Queueing.WaitWithin(0.95, cores, rate, _work.Service * (cores / _machine.Cores));
        return _work.Response + slot + core;
    }

    private TimeSpan QueueTimeout()
    {
        if (_work.Percentile95 is not { } target) return LongestQueueTimeout;
        TimeSpan left = TimeSpan.FromMilliseconds(Math.Ceiling((target - _work.Response).TotalMilliseconds));
        return left < ShortestQueueTimeout ? ShortestQueueTimeout : left > LongestQueueTimeout ? LongestQueueTimeout : left;
    }

    private TimeSpan Deadline()
    {
        double seconds = Math.Max(20 * _work.Response.TotalSeconds, 4 * (_work.Percentile95 ?? TimeSpan.Zero).TotalSeconds);
        return TimeSpan.FromSeconds(Math.Max(ShortestDeadline.TotalSeconds, Math.Ceiling(seconds)));
    }

    private void RemarkOnRate(double rate, double capacity)
    {
        if (rate <= capacity * (1 + 1e-9)) return;
        _remarks.Add($"{Text(rate)} requests/s do not fit: it takes {WholeUp(rate / capacity)} hosts like this one, or less CPU and waiting for each request.");
    }

    private void RemarkOnPercentile(TimeSpan? percentile)
    {
        if (_work.Percentile95 is not { } target || percentile <= target) return;
        _remarks.Add(_work.Response > target
            ? $"A p95 of {DurationText.Show(target)} is below the {DurationText.Show(_work.Response)} that the code itself takes."
            : $"A p95 of {DurationText.Show(target)} is not met at this rate; fewer requests/s or more cores shorten the queue.");
    }

    private void RemarkOnThreads(string workerClass)
    {
        if (workerClass == "async")
        {
            _remarks.Add("async needs code that awaits (IAsyncHandler); for code that blocks ask again with --worker-class threaded.");
        }
        else if (_workers * _slots > FieldRules.ThreadsPerCore * _machine.Cores)
        {
            _remarks.Add($"{_workers * _slots} threads are more than {FieldRules.ThreadsPerCore} for each core: code that awaits does the same under async.");
        }
    }

    private static string Text(double number) =>
        number.ToString(number < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    private static string Size(long bytes) => bytes >= 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.#} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB");
}
