using AppHost;

namespace Shop.Releases;

/// <summary>Shows a worker from the inside, and keeps its slots busy for exactly as long as a test wants.</summary>
internal sealed class Probe : IRelease
{
    public void Configure(WebApplicationBuilder builder)
    {
        if (builder.Configuration["FAILS_IN_WORKER"] is { } failing && failing == builder.Configuration["APPHOST_WORKER_ID"])
        {
            throw new InvalidOperationException("fails in this worker, as asked");
        }
    }

    public void Map(WebApplication app)
    {
        app.Map("/", () => Answers.Text("probe"));
        app.Map("/pid", Answers.ProcessIdAfterBody);
        app.Map("/worker", (IServiceProvider services) =>
            Answers.Text(services.GetService<IWorkerInfo>() is { } worker ? $"{worker.WorkerId} {worker.Generation}" : "none"));
        app.Map("/log", Answers.Log);
        app.Map("/hold", HoldAsync);
        app.Map("/answer-after", (string file) =>
        {
            Answers.WaitFor(file);
            return Answers.ProcessId();
        });
        app.Map("/directory", () => Answers.Text(Environment.CurrentDirectory));
        app.Map("/content-root", (IHostEnvironment environment) => Answers.Text(environment.ContentRootPath));
        app.Map("/base-directory", () => Answers.Text(AppContext.BaseDirectory));
        app.Map("/environment", (string name) => Answers.Text(Environment.GetEnvironmentVariable(name) ?? "-"));
        app.Map("/configuration", (IConfiguration configuration, string key) => Answers.Text(configuration[key] ?? "-"));
    }

    // The first line tells the client that its request runs now, and where.
    private static async Task HoldAsync(HttpContext context, string file)
    {
        await Answers.WriteAndFlushAsync(context.Response, Answers.Process + "\n");
        Answers.WaitFor(file);
        await context.Response.WriteAsync("released");
    }
}
