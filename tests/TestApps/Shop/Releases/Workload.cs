namespace Shop.Releases;

/// <summary>
/// The kinds of request that a host meets: short, slow, long uploads, streams. With <c>CRASH_AFTER_MS</c> in its
/// configuration it is a release that boots well and dies soon after.
/// </summary>
internal sealed class Workload : IRelease
{
    public void Map(WebApplication app)
    {
        if (app.Configuration.GetValue<int?>("CRASH_AFTER_MS") is { } milliseconds)
        {
            app.Lifetime.ApplicationStarted.Register(() => _ = CrashAsync(milliseconds));
        }

        app.Map("/", Answers.ProcessId);
        app.Map("/sleep", (int ms) =>
        {
            Thread.Sleep(ms);
            return Answers.ProcessId();
        });
        app.Map("/upload", Answers.ProcessIdAfterBody);
        app.Map("/stream", async (HttpContext context, int chunks, int ms) =>
        {
            for (int i = 0; i < chunks; i++)
            {
                await Answers.WriteAndFlushAsync(context.Response, Answers.Process);
                Thread.Sleep(ms);
            }
        });
    }

    private static async Task CrashAsync(int milliseconds)
    {
        await Task.Delay(milliseconds);
        Environment.FailFast("crashed after READY, as configured");
    }
}
