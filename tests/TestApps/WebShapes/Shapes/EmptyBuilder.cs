namespace WebShapes.Shapes;

/// <summary>Nothing but what the app adds itself: no configuration, no log, no routing.</summary>
internal static class EmptyBuilder
{
    public static async Task RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = args });
        builder.WebHost.UseKestrelCore();
        WebApplication app = builder.Build();
        app.Run(context => context.Response.WriteAsync("empty"));
        await app.RunAsync();
    }
}
