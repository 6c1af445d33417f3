using System.Globalization;
using System.Text.Json;
using AppHost.Host.Advice;
using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Formats;
using AppHost.Host.Configuration.Machine;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Host.Commands;

/// <summary><c>apphost advise</c>: sizing from numbers, without an app and without a host.</summary>
internal sealed class AdviseCommand(CommandLineReading<AdviseOptions> commandLine, CommandContext context) : ICommand
{
    private static readonly DurationAttribute PositiveTime = new() { AtLeast = "0.001ms" };
    private static readonly DurationAttribute AnyTime = new();
    private static readonly SizeAttribute AnySize = new("1MiB", "1048576GiB");
    private static readonly IntegerAttribute Count = new(1, 1_000_000);

    private readonly List<ConfigurationProblem> _errors = [.. commandLine.Errors];

    /// <summary>The machine it is for unless options say otherwise; tests give one.</summary>
    public Func<MachineResources> Machine { get; init; } = MachineResources.Read;

    /// <inheritdoc/>
    public Task<int> RunAsync()
    {
        AdviseOptions options = commandLine.Options;
        if (options.Service is null)
        {
            _errors.Add(new ConfigurationProblem(
                "option --service", null, "is needed: the CPU time of a request, such as 10ms; it is the CPU time of the app's processes divided by its requests"));
        }

        var work = new Workload
        {
            Service = Read(options.Service, "service", PositiveTime, TimeSpan.FromMilliseconds(1)),
            Wait = Read(options.Wait, "wait", AnyTime, TimeSpan.Zero),
            Rate = ReadNumber(options.Rate, "rps"),
            Percentile95 = options.Percentile95 is null ? null : Read(options.Percentile95, "p95", PositiveTime, TimeSpan.Zero),
            Connections = options.Connections is null ? null : Read(options.Connections, "db-connections", Count, 1),
            WorkerClass = ReadClass(options.WorkerClass),
            WorkerMemory = Read(options.WorkerMemory, "worker-memory", AnySize, 256L << 20),
            Surge = Read(options.Surge, "surge", new SurgeAttribute(), new Surge(25, IsPercent: true)),
        };
        MachineResources machine = Machine();
        machine = machine with
        {
            Cores = ReadNumber(options.Cores, "cores") ?? machine.Cores,
            MemoryBytes = Read(options.Memory, "memory", AnySize, machine.MemoryBytes),
            MemoryIsLimited = machine.MemoryIsLimited && options.Memory is null,
        };
        if (!ConfigurationReport.Write(_errors, context.Error)) return Task.FromResult(ExitCode.Usage);
        SizingAdvice advice = SizingAdvisor.Advise(work, machine);
        if (options.Json)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(AdviceReport.Of(machine, advice), AdviceJson.Default.AdviceReport));
        }
        else
        {
            foreach (string line in AdviceText.Lines(work, machine, advice, context.Width)) context.Out.WriteLine(line);
        }

        return Task.FromResult(ExitCode.Success);
    }

    private T Read<T>(string? text, string option, ValueFormatAttribute format, T otherwise)
    {
        if (text is null) return otherwise;
        ParsedValue parsed = format.Parse(text, new ValueContext(context.CurrentDirectory));
        if (parsed.Problem is null) return (T)parsed.Value!;
        _errors.Add(new ConfigurationProblem($"option --{option}", null, parsed.Problem));
        return otherwise;
    }

    private double? ReadNumber(string? text, string option)
    {
        if (text is null) return null;
        bool right = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number is > 0.001 and < 1e7;
        if (right) return number;
        _errors.Add(new ConfigurationProblem($"option --{option}", null, $"expected a number above 0, got '{text}'; write digits, such as 8 or 1.5"));
        return null;
    }

    private string? ReadClass(string? text)
    {
        if (text is null or "sync" or "threaded" or "async") return text;
        _errors.Add(new ConfigurationProblem("option --worker-class", null, $"expected sync, threaded or async, got '{text}'"));
        return null;
    }
}
