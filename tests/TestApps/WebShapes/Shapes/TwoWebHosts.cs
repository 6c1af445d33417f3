namespace WebShapes.Shapes;

/// <summary>The app, and a second server for those who look after it.</summary>
internal static class TwoWebHosts
{
    public static async Task RunAsync(string[] args)
    {
        WebApplication app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", () => "public");
        WebApplication admin = WebApplication.CreateSlimBuilder(args).Build();
        admin.MapGet("/", () => "admin");
        admin.Urls.Add("http://127.0.0.1:5126");
        await Task.WhenAll(app.RunAsync(), admin.RunAsync());
    }
}
