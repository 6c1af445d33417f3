namespace WebShapes.Shapes;

/// <summary><c>dotnet new webapiaot</c>: no HTTPS, no hosting startup, no IIS; here built as any other app.</summary>
internal static class SlimBuilder
{
    public static async Task RunAsync(string[] args)
    {
        WebApplication app = WebApplication.CreateSlimBuilder(args).Build();
        app.MapGet("/", () => "slim");
        await app.RunAsync();
    }
}
