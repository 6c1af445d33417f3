using System.Globalization;
using AppHost.Load.Arrivals;
using AppHost.Load.Connections;
using AppHost.Load.Engine;
using AppHost.Load.Ideal;

namespace AppHost.Load.Options;

/// <summary>What the user asked for.</summary>
/// <param name="Plan">The plan, null when there are errors.</param>
/// <param name="Ideal">The server to compare with, or null.</param>
/// <param name="Processes">Roots of the process trees whose CPU is wanted.</param>
/// <param name="Errors">Everything that is wrong.</param>
internal sealed record RunRequest(LoadPlan? Plan, IdealServer? Ideal, IReadOnlyCollection<int> Processes, IReadOnlyList<string> Errors);

/// <summary>Turns typed options into a plan and finds all mistakes at once.</summary>
internal sealed class PlanReader
{
    private const int MostConnections = 100_000;
    private const long LargestBody = 256L * 1024 * 1024;

    private readonly RunOptions _options;
    private readonly List<string> _errors = [];

    private PlanReader(RunOptions options) => _options = options;

    /// <summary>What the options ask for, or what is wrong with them.</summary>
    public static RunRequest Read(RunOptions options)
    {
        var reader = new PlanReader(options);
        var pids = options.CpuOf is null ? [] : reader.ReadProcesses(options.CpuOf);
        var ideal = options.Ideal is null ? null : reader.ReadIdeal(options.Ideal);
        var plan = reader.ReadPlan();
        return new RunRequest(reader._errors.Count > 0 ? null : plan, ideal, pids, reader._errors);
    }

    private LoadPlan? ReadPlan()
    {
        var target = TargetReader.Read(_options.Target, _options.AllowRemote, _errors);
        var connections = _options.Connections ?? (_options.Fresh ? 4096 : 64);
        Require(connections is >= 1 and <= MostConnections, $"--connections {connections}: expected 1 to {MostConnections}.");
        var mostThreads = Math.Min(Environment.ProcessorCount, connections);
        Require(_options.Threads >= 1 && _options.Threads <= mostThreads,
            $"--threads {_options.Threads}: expected 1 to {mostThreads}, no more than cores or connections.");
        Require(_options.Requests is null or > 0, $"--requests {_options.Requests}: expected at least 1.");
        Require(_options.Method.Length > 0 && _options.Method.All(char.IsAsciiLetterUpper),
            $"--method '{_options.Method}': expected a method in capitals, such as GET.");
        Require(Quantities.TryReadSize(_options.BodySize, out var body) && body <= LargestBody,
            $"--body-size '{_options.BodySize}': expected a size up to 256MiB, such as 16KiB.");
        var headers = RepeatedOptions.Split(_options.Headers);
        foreach (var field in headers)
            Require(field.IndexOf(':') > 0 && !field.AsSpan().ContainsAny('\r', '\n'), $"--header '{field}': expected \"Name: value\".");
        var plan = new LoadPlan
        {
            Target = target?.Target!,
            Paths = ReadPaths(target?.Path),
            Pacing = ReadPacing(),
            Method = _options.Method,
            BodyBytes = (int)Math.Min(body, LargestBody),
            Headers = headers,
            Connections = connections,
            Fresh = _options.Fresh,
            Skew = _options.Skew is null ? null : ReadSkew(_options.Skew, connections),
            Timeout = ReadDuration("--timeout", _options.Timeout, positive: true),
            Warmup = ReadDuration("--warmup", _options.Warmup, positive: false),
            Duration = ReadDuration("--duration", _options.Duration, positive: true),
            Requests = _options.Requests,
            Seed = _options.Seed,
            Threads = _options.Threads,
            Spin = ReadDuration("--spin", _options.Spin, positive: false),
            KeepsLog = _options.ArrivalsOut is not null || _options.Ideal is not null,
        };
        return plan;
    }

    private Pacing ReadPacing()
    {
        if (_options.Rate is { } rate)
        {
            Require(rate is > 0 and <= 1_000_000, $"--rate {rate}: expected more than 0 and at most 1000000 requests per second.");
            Require(_options.Think is null, "--think: only in the closed loop, without --rate.");
            var kind = ArrivalKind.Poisson;
            Require(_options.Arrivals is null || Enum.TryParse(_options.Arrivals, ignoreCase: true, out kind) && Enum.IsDefined(kind),
                $"--arrivals '{_options.Arrivals}': expected poisson or fixed.");
            return new OpenLoop(rate, kind);
        }
        Require(_options.Arrivals is null, "--arrivals: only in the open loop; add --rate.");
        Require(_options.Skew is null, "--skew: only in the open loop; add --rate.");
        return _options.Think is null ? new ClosedLoop(TimeSpan.Zero, TimeSpan.Zero) : ReadThink(_options.Think);
    }

    private ClosedLoop ReadThink(string text)
    {
        var dash = text.IndexOf('-');
        var (from, to) = dash < 0 ? (text, text) : (text[..dash], text[(dash + 1)..]);
        // 0-400ms: the unit of a lower bound that is 0 says nothing.
        var min = TimeSpan.Zero;
        Require((from == "0" || Quantities.TryReadDuration(from, out min)) & Quantities.TryReadDuration(to, out var max) && min <= max,
            $"--think '{text}': expected one duration or two with a dash, such as 100ms or 0-400ms.");
        return new ClosedLoop(min, max);
    }

    private List<WeightedPath> ReadPaths(string? pathOfTarget)
    {
        var paths = new List<WeightedPath>();
        foreach (var text in RepeatedOptions.Split(_options.Paths))
        {
            var colon = text.LastIndexOf(':');
            var weight = 1.0;
            var hasWeight = colon > 0
                && double.TryParse(text.AsSpan(colon + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out weight);
            var path = hasWeight ? text[..colon] : text;
            Require(IsPath(path) && weight > 0,
                $"--path '{text}': expected a path that starts with / and, if wanted, a weight: /a or /a:3.");
            paths.Add(new WeightedPath(path, hasWeight ? weight : 1));
        }
        Require(paths.Count == 0 || pathOfTarget is null,
            $"--path: the target already has the path '{pathOfTarget}'; leave out one of them.");
        Require(paths.Count <= 100, "--path: at most 100 paths.");
        return paths.Count > 0 ? paths : [new WeightedPath(pathOfTarget ?? "/", 1)];
    }

    private static bool IsPath(string path) => path.StartsWith('/') && !path.Any(c => c <= ' ' || c >= 0x7f);

    private Skew? ReadSkew(string text, int connections)
    {
        Require(!_options.Fresh, "--skew: only with kept connections, not with --fresh.");
        var perThread = connections / Math.Max(1, _options.Threads);
        Require(perThread >= 2, $"--skew: needs at least two connections for each thread, there are {perThread}.");
        if (ReadPair(text) is ({ } left, { } right) && IsShare(left, out var share) && IsShare(right, out var requests))
            return new Skew(share / 100, requests / 100);
        _errors.Add($"--skew '{text}': expected two percentages such as 10:90 (10 % of the connections send 90 % of the requests).");
        return null;

        static bool IsShare(string number, out double value) =>
            double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value is > 0 and < 100;
    }

    private IdealServer? ReadIdeal(string text)
    {
        if (ReadPair(text) is ({ } left, { } right) && int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var servers)
            && servers > 0 && Quantities.TryReadDuration(right, out var service) && service > TimeSpan.Zero)
            return new IdealServer(servers, service);
        _errors.Add($"--ideal '{text}': expected servers and service time, such as 16:50ms.");
        return null;
    }

    private List<int> ReadProcesses(string text)
    {
        var pids = new List<int>();
        foreach (var word in text.Split(','))
        {
            var valid = int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Directory.Exists($"/proc/{pid}");
            Require(valid, $"--cpu-of '{word}': there is no such process; expected process ids with commas between.");
            pids.Add(pid);
        }
        return pids;
    }

    private static (string Left, string Right)? ReadPair(string text) =>
        text.Split(':') is [var left, var right] ? (left, right) : null;

    private TimeSpan ReadDuration(string name, string text, bool positive)
    {
        var valid = Quantities.TryReadDuration(text == "0" ? "0s" : text, out var duration) && (!positive || duration > TimeSpan.Zero);
        Require(valid, $"{name} '{text}': expected a duration up to a day{(positive ? ", more than 0" : "")}, such as 500ms or 10s.");
        return duration;
    }

    private void Require(bool condition, string error)
    {
        if (!condition)
            _errors.Add(error);
    }
}
