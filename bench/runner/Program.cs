using System.Globalization;
using AppHost.Bench;
using AppHost.Bench.Options;
using AppHost.Bench.Processes;
using CommandLine;

if (args is [SessionGuard.Verb])
{
    SessionGuard.Keep(Console.In, ProcessSessions.End);
    return BenchCommand.Done;
}
using var parser = new Parser(settings =>
{
    settings.ParsingCulture = CultureInfo.InvariantCulture;
    settings.HelpWriter = Console.Error;
    settings.MaximumDisplayWidth = 120;
});
return await parser.ParseArguments<BenchOptions>(args).MapResult(
    options => BenchCommand.ExecuteAsync(options, string.Join(' ', args.Prepend("bench/run"))),
    errors => Task.FromResult(errors.IsHelp() || errors.IsVersion() ? BenchCommand.Done : BenchCommand.Usage));
