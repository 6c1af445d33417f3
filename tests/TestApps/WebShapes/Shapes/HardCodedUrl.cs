namespace WebShapes.Shapes;

/// <summary>Knows better than any configuration where to listen.</summary>
internal static class HardCodedUrl
{
    public static Task RunAsync(string[] args)
    {
        WebApplication app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", () => "hard-coded");
        app.Run("http://localhost:5123");
        return Task.CompletedTask;
    }
}
