using System.Globalization;
using AppHost.Load.Commands;
using AppHost.Load.Options;
using CommandLine;

using var parser = new Parser(settings =>
{
    settings.ParsingCulture = CultureInfo.InvariantCulture;
    settings.HelpWriter = Console.Error;
    settings.MaximumDisplayWidth = 120;
});
return parser.ParseArguments<RunOptions, IdealOptions>(RepeatedOptions.Join(args, "--path", "--header")).MapResult(
    (RunOptions options) => RunCommand.Execute(options),
    (IdealOptions options) => IdealCommand.Execute(options),
    errors => errors.IsHelp() || errors.IsVersion() ? ExitCodes.Done : ExitCodes.Usage);
