using System.Globalization;
using BenchHandlers;

// What `dotnet new web` gives, published and started with `dotnet PlainKestrel.dll`: one process, Kestrel's defaults.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
var block = new byte[64 * 1024];
var helloWorld = "Hello, World!"u8.ToArray();

app.MapGet("/", () => "Hello, World!");

// The same handler as AppHost's: text of known length, written as bytes.
app.MapGet("/bytes", (HttpContext context) =>
{
    context.Response.ContentType = "text/plain";
    context.Response.ContentLength = helloWorld.Length;
    return context.Response.Body.WriteAsync(helloWorld, 0, helloWorld.Length);
});

app.MapGet("/sleep", (int ms) =>
{
    Thread.Sleep(ms);
    return "Hello, World!";
});

app.MapGet("/cpu", (int ms) =>
{
    ThreadCpuTime.Spend(TimeSpan.FromMilliseconds(ms));
    return "Hello, World!";
});

app.MapGet("/download", async (HttpContext context, int bytes) =>
{
    context.Response.ContentType = "text/plain";
    context.Response.ContentLength = bytes;
    for (var left = bytes; left > 0; left -= block.Length)
    {
        await context.Response.Body.WriteAsync(block.AsMemory(0, Math.Min(left, block.Length)));
    }
});

app.MapPost("/upload", async (HttpContext context) =>
{
    var buffer = new byte[64 * 1024];
    long total = 0;
    for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0;)
    {
        total += read;
    }

    return total.ToString(CultureInfo.InvariantCulture);
});

app.Run();
