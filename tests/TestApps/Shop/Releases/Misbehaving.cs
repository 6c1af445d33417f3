using System.Text;

namespace Shop.Releases;

/// <summary>What apps should not do.</summary>
internal sealed class Misbehaving : IRelease
{
    private readonly List<byte[]> _leaked = [];

    public void Configure(WebApplicationBuilder builder) => builder.Services.AddScoped<UnitOfWork>();

    public void Map(WebApplication app)
    {
        app.Map("/", () => Answers.Text("well so far"));
        app.Map("/throw", () => { throw new InvalidOperationException("thrown as asked"); });
        app.Map("/crash", () => Environment.FailFast("crashed as asked"));
        app.Map("/exit", (int code) => Environment.Exit(code));
        app.Map("/hang", () => Thread.Sleep(Timeout.Infinite));
        app.Map("/leak", (int mb) =>
        {
            byte[] block = new byte[mb << 20];
            block.AsSpan().Fill(1); // touched, or the kernel gives no memory for it
            lock (_leaked) _leaked.Add(block);
            return Answers.Text("leaked");
        });
        app.Map("/stderr", (string text) =>
        {
            Console.Error.WriteLine(text);
            return Answers.Text("written");
        });
        app.Map("/stdout", (string text) =>
        {
            Console.WriteLine(text);
            return Answers.Text("written");
        });
        app.Map("/late-write", LateWriteAsync);
        app.Map("/big", async (HttpContext context, int mb) =>
        {
            byte[] chunk = new byte[64 << 10];
            for (int i = 0; i < mb * 16; i++) await context.Response.Body.WriteAsync(chunk);
        });
        app.Map("/slow-stream", async (HttpContext context, int chunks, int ms) =>
        {
            for (int i = 0; i < chunks; i++)
            {
                await Answers.WriteAndFlushAsync(context.Response, $"chunk {i}\n");
                Thread.Sleep(ms);
            }
        });
        app.Map("/throw-late", async (HttpContext context) =>
        {
            await Answers.WriteAndFlushAsync(context.Response, "half of an ans");
            throw new InvalidOperationException("thrown after the response had started");
        });
        app.Map("/throw-in-body", async (HttpContext context) =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[1]);
            throw new InvalidOperationException("thrown with most of the body unread");
        });
        app.Map("/status", (int code) => TypedResults.StatusCode(code));
        app.Map("/services", (UnitOfWork first, UnitOfWork second) =>
            Answers.Text($"same={ReferenceEquals(first, second)} number={first.Number} disposed={UnitOfWork.Disposed}"));
    }

    // Returns and still writes: the answer of the next request must not change.
    private static Task LateWriteAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        _ = Task.Run(async () =>
        {
            await Task.Delay(50);
            try
            {
                await response.Body.WriteAsync(Encoding.UTF8.GetBytes("LATE"));
                await response.Body.FlushAsync();
            }
            catch (Exception exception) when (exception is InvalidOperationException or NullReferenceException or IOException)
            {
                // Refused, as it should be.
            }
        });
        return response.WriteAsync("in time");
    }
}
