using System.Diagnostics;

namespace Shop.Releases;

/// <summary>Endpoints that block.</summary>
internal sealed class Hello : IRelease
{
    public void Map(WebApplication app)
    {
        app.Map("/", () => Answers.Text("Hello, World!"));
        app.Map("/sleep", (int ms = 50) =>
        {
            Thread.Sleep(ms);
            return Answers.Text("slept\n");
        });
        app.Map("/cpu", (int ms = 20) =>
        {
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < ms) Thread.SpinWait(500);
            return Answers.Text("computed\n");
        });
        app.Map("/echo", Answers.Echo);
        app.Map("/pid", Answers.ProcessId);
    }
}
