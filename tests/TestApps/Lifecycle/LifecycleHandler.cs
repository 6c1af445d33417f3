using System.Globalization;
using AppHost;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Lifecycle;

public sealed class LifecycleHandler(IConfiguration configuration, IWorkerInfo worker) : IHandler, IWorkerLifecycle, IDisposable
{
    private readonly string? _eventsFile = configuration["EventsFile"];

    public Task StartingAsync(CancellationToken cancellationToken) => Record("starting");

    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        await Record("warming");
        await Task.Delay(int.Parse(configuration["WarmUpMs"] ?? "0", CultureInfo.InvariantCulture), cancellationToken);
        await Record("ready");
    }

    public Task DrainingAsync(CancellationToken cancellationToken) => Record("draining");

    public Task StoppingAsync(CancellationToken cancellationToken) => Record("stopping");

    public void Dispose() => Record("disposed");

    public void Handle(HttpContext context) =>
        context.Response.WriteAsync(worker.WorkerId.ToString(CultureInfo.InvariantCulture)).GetAwaiter().GetResult();

    // One write of a short line in append mode: workers that share the file do not tear each other's lines.
    private Task Record(string turn)
    {
        if (_eventsFile is not null)
        {
            File.AppendAllText(_eventsFile, $"{Environment.ProcessId} {worker.WorkerId} {turn}\n");
        }

        return Task.CompletedTask;
    }
}
