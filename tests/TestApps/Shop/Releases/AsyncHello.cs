namespace Shop.Releases;

/// <summary>Endpoints that wait without a thread.</summary>
internal sealed class AsyncHello : IRelease
{
    private int _requests;
    private int _inFlight;
    private int _mostInFlight;

    public void Map(WebApplication app)
    {
        app.Use(next => context =>
        {
            Interlocked.Increment(ref _requests);
            return next(context);
        });
        app.Map("/", () => Answers.Text("Hello, World!"));
        app.Map("/delay", DelayAsync);
        app.Map("/counters", () => Answers.Text($"requests={_requests} in-flight={_inFlight} most={_mostInFlight}"));
        app.Map("/throw", () => { throw new InvalidOperationException("thrown as asked"); });
        app.Map("/throw-later", async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("thrown as asked");
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
        // What an endpoint must not do under the class async.
        app.Map("/block", (int ms) =>
        {
            Thread.Sleep(ms);
            return Answers.Text("blocked");
        });
        app.Map("/echo", Answers.Echo);
        app.Map("/log", async (HttpContext context, ILogger<Program> logger, string text) =>
        {
            await Task.Delay(1);
            return Answers.Log(context, logger, text);
        });
        app.Map("/pid", Answers.ProcessId);
    }

    private async Task<IResult> DelayAsync(int ms, CancellationToken aborted)
    {
        int now = Interlocked.Increment(ref _inFlight);
        for (int most = _mostInFlight; now > most && Interlocked.CompareExchange(ref _mostInFlight, now, most) != most; most = _mostInFlight)
        {
            // Another request was faster; its number may be lower.
        }

        try
        {
            await Task.Delay(ms, aborted);
            return Answers.Text("waited");
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
