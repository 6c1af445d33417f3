using System.Text.Json;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control;
using AppHost.Host.Control.Client;
using AppHost.Host.Control.Status;

namespace AppHost.Host.Commands;

/// <summary><c>apphost requests</c>.</summary>
internal sealed class RequestsCommand(CommandLineReading<RequestsOptions> commandLine, CommandContext context)
    : InstanceCommand<RequestsOptions>(commandLine, context)
{
    private static readonly TextColumn[] Columns =
    [
        new("AGE"), new("DEADLINE", Dispensable: 3), new("WORKER"), new("THREAD", Dispensable: 2), new("METHOD", Right: false), new("PATH", Right: false),
        new("ID", Right: false, Dispensable: 1),
    ];

    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found)
    {
        IReadOnlyList<RunningRequest> running = RunningRequest.Of(found.Status!);
        if (Options.Json)
        {
            await Context.Out.WriteLineAsync(JsonSerializer.Serialize(running, ControlJson.Indented.IReadOnlyListRunningRequest));
            return ExitCode.Success;
        }

        IReadOnlyList<IReadOnlyList<TextCell>> rows = [.. running.Select(Row)];
        foreach (string line in TextTable.Lines(Columns, rows, Context.Width)) await Context.Out.WriteLineAsync(line);
        return ExitCode.Success;
    }

    private IReadOnlyList<TextCell> Row(RunningRequest request) =>
    [
        new(StatusText.Age(request.Age)),
        new(request.Deadline is { } deadline ? StatusText.Age(Math.Max(0, deadline)) : "-", Context.UseColor && request.Deadline < 0),
        new($"{request.Worker}"),
        new($"{request.Thread}"),
        new(request.Method),
        new(request.Path + (request.Torn ? " (record torn)" : "")),
        new(request.RequestId ?? "-"),
    ];
}
