using System.Globalization;

namespace WebShapes.Shapes;

/// <summary>Work in the background; among several workers only number 0 does it.</summary>
internal static class HostedService
{
    public static async Task RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Ticker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Ticker>());
        WebApplication app = builder.Build();
        app.MapGet("/", (Ticker ticker) => ticker.Ticks.ToString(CultureInfo.InvariantCulture));
        await app.RunAsync();
    }

    private sealed class Ticker(IConfiguration configuration) : BackgroundService
    {
        private int _ticks;

        public int Ticks => Volatile.Read(ref _ticks);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            if (configuration["APPHOST_WORKER_ID"] is not (null or "0")) return;
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (await timer.WaitForNextTickAsync(stoppingToken)) Interlocked.Increment(ref _ticks);
        }
    }
}
