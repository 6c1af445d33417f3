namespace WebShapes.Shapes;

/// <summary>An exception before there is a host.</summary>
internal static class ThrowsBeforeBuild
{
    public static Task RunAsync(string[] args)
    {
        _ = WebApplication.CreateBuilder(args);
        throw new InvalidOperationException("The database 'orders' does not answer.");
    }
}

/// <summary>An exception when the host is built and not started: a migration, say.</summary>
internal static class ThrowsAfterBuild
{
    public static Task RunAsync(string[] args)
    {
        _ = WebApplication.CreateBuilder(args).Build();
        throw new InvalidOperationException("The table 'orders' cannot be changed.");
    }
}

/// <summary>A hosted service that does not start.</summary>
internal static class ThrowsInHostedService
{
    public static async Task RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHostedService<Broken>();
        await builder.Build().RunAsync();
    }

    private sealed class Broken : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The queue 'orders' does not answer.");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>A background service that dies when the app serves, and takes the host with it; that is the framework's default.</summary>
internal static class ThrowsInBackground
{
    public static async Task RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHostedService<Broken>();
        WebApplication app = builder.Build();
        app.MapGet("/", () => "until it breaks");
        await app.RunAsync();
    }

    private sealed class Broken(IHostApplicationLifetime lifetime, IConfiguration configuration) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using CancellationTokenRegistration registration = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task;
            await Task.Delay(configuration.GetValue("BREAK_AFTER_MS", 200), stoppingToken);
            throw new InvalidOperationException("The queue 'orders' has gone.");
        }
    }
}

/// <summary>Builds a host and forgets to run it.</summary>
internal static class NeverRuns
{
    public static Task RunAsync(string[] args)
    {
        WebApplication app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", () => "never");
        return Task.CompletedTask;
    }
}

/// <summary>A worker service: a host, and no server in it.</summary>
internal static class NoServer
{
    public static async Task RunAsync(string[] args)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Idle>();
        await builder.Build().RunAsync();
    }

    private sealed class Idle : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.Infinite, stoppingToken);
    }
}

/// <summary>Ends by itself with a code of its own once it has served for a moment.</summary>
internal static class LeavesByItself
{
    public static async Task RunAsync(string[] args)
    {
        WebApplication app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", () => "for a moment");
        app.MapGet("/leave", (IHostApplicationLifetime lifetime) => lifetime.StopApplication());
        await app.RunAsync();
        Environment.ExitCode = 7;
    }
}

/// <summary>A console program that happens to be built with the web SDK.</summary>
internal static class DoesNotHost
{
    public static Task RunAsync(string[] args)
    {
        Console.WriteLine($"{args.Length} arguments");
        return Task.CompletedTask;
    }
}
