namespace Shop.Releases;

/// <summary>Writes down what it is told of its life.</summary>
internal sealed class Lifecycle : IRelease
{
    public void Configure(WebApplicationBuilder builder) => builder.Services.AddHostedService<Turns>();

    public void Map(WebApplication app) => app.Map("/", () => Answers.Text(app.Configuration["APPHOST_WORKER_ID"] ?? "-"));

    private sealed class Turns(IConfiguration configuration) : IHostedLifecycleService, IDisposable
    {
        private readonly string? _eventsFile = configuration["EventsFile"];

        public Task StartingAsync(CancellationToken cancellationToken) => Record("starting");

        public Task StartAsync(CancellationToken cancellationToken) => Record("start");

        public Task StartedAsync(CancellationToken cancellationToken) => Record("started");

        public Task StoppingAsync(CancellationToken cancellationToken) => Record("stopping");

        public Task StopAsync(CancellationToken cancellationToken) => Record("stop");

        public Task StoppedAsync(CancellationToken cancellationToken) => Record("stopped");

        public void Dispose() => Record("disposed");

        // One write of a short line in append mode: workers that share the file do not tear each other's lines.
        private Task Record(string turn)
        {
            if (_eventsFile is not null)
            {
                File.AppendAllText(_eventsFile, $"{Environment.ProcessId} {configuration["APPHOST_WORKER_ID"] ?? "-"} {turn}\n");
            }

            return Task.CompletedTask;
        }
    }
}
