namespace WebShapes.Shapes;

/// <summary>A host without a server beside the one with it, built first.</summary>
internal static class TwoHosts
{
    public static async Task RunAsync(string[] args)
    {
        using IHost jobs = Host.CreateApplicationBuilder(args).Build();
        await jobs.StartAsync();
        WebApplication app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", () => "two hosts");
        await app.RunAsync();
        await jobs.StopAsync();
    }
}
