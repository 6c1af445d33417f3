using Serilog;
using Serilog.Formatting.Json;
using WebFeatures;
using WebFeatures.Components;

// What a grown app uses of the framework, in one program. Its log is its own: JSON, a line each.
await using Serilog.Core.Logger log = new LoggerConfiguration()
    .MinimumLevel.Override("Microsoft.AspNetCore", Serilog.Events.LogEventLevel.Warning)
    .WriteTo.Console(new JsonFormatter())
    .CreateLogger();

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders().AddSerilog(log);
builder.Services.AddRazorPages();
builder.Services.AddRazorComponents();
builder.Services.AddSignalR();
// Each of these lives in one process; apps have them all the same.
builder.Services.AddDistributedMemoryCache().AddSession();
builder.Services.AddDataProtection();

WebApplication app = builder.Build();
app.UseSession();
app.UseAntiforgery();
app.MapRazorPages();
app.MapRazorComponents<App>();
app.MapHub<EchoHub>("/hub");
app.MapGreeter();
app.MapEvents();
app.MapState();
app.MapGet("/log", (ILogger<Program> logger, string text) =>
{
    Lines.LogText(logger, text);
    return "logged";
});
await app.RunAsync();
