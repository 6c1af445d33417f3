namespace WebShapes.Shapes;

/// <summary>Starts, does something of its own, and waits for the end.</summary>
internal static class StartAndWait
{
    public static async Task RunAsync(string[] args)
    {
        await using WebApplication app = WebApplication.CreateBuilder(args).Build();
        string state = "starting";
        app.MapGet("/", () => state);
        await app.StartAsync();
        state = "started";
        await app.WaitForShutdownAsync();
        Console.WriteLine("after the end");
    }
}
