using System.Globalization;
using AppHost.Faults;
using AppHost.Faults.Scenarios;
using CommandLine;

using var parser = new Parser(settings =>
{
    settings.ParsingCulture = CultureInfo.InvariantCulture;
    settings.HelpWriter = Console.Error;
    settings.MaximumDisplayWidth = 120;
});
return await parser.ParseArguments<ReloadOptions, StormOptions, SignalOptions, BrokenOptions, RuntimeOptions, SoakOptions>(args).MapResult(
    (ReloadOptions options) => new ReloadScenario(options).RunAsync(),
    (StormOptions options) => new StormScenario(options).RunAsync(),
    (SignalOptions options) => new SignalScenario(options).RunAsync(),
    (BrokenOptions options) => new BrokenScenario(options).RunAsync(),
    (RuntimeOptions options) => new RuntimeScenario(options).RunAsync(),
    (SoakOptions options) => new SoakScenario(options).RunAsync(),
    errors => Task.FromResult(errors.IsHelp() || errors.IsVersion() ? 0 : 2));
