using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WebShapes.Shapes;

/// <summary>End points and limits of Kestrel, set in code.</summary>
internal static class ListenInCode
{
    public static async Task RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1000;
            kestrel.ListenLocalhost(5124);
            kestrel.ListenAnyIP(5125, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.ListenUnixSocket(Path.Combine(Path.GetTempPath(), $"web-shapes-{Environment.ProcessId}.sock"));
        });
        WebApplication app = builder.Build();
        app.MapGet("/", () => "in code");
        app.MapPost("/", (HttpRequest request) => request.Body.CopyToAsync(Stream.Null));
        await app.RunAsync();
    }
}
