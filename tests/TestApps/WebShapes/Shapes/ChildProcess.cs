using System.Diagnostics;

namespace WebShapes.Shapes;

/// <summary>Starts .NET programs of its own: they must find nothing of what the host put around this one.</summary>
internal static class ChildProcess
{
    public static async Task RunAsync(string[] args)
    {
        if (args is [.., "child"])
        {
            Console.WriteLine(Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") ?? "none");
            Console.WriteLine(string.Join(' ', AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name)));
            return;
        }

        WebApplication app = WebApplication.CreateBuilder(args).Build();
        // What is loaded into the child, after a line with its own hooks.
        app.MapGet("/", async () =>
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(ChildProcess).Assembly.Location, "child"])
            {
                RedirectStandardOutput = true,
            };
            using Process child = Process.Start(start)!;
            string output = await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            return output;
        });
        app.MapGet("/hooks", () => Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") ?? "none");
        await app.RunAsync();
    }
}
