using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AppHost.Worker.Life;

namespace AppHost.Worker.AspNetCore;

/// <summary>What the startup hook calls, by name, before the app's Main.</summary>
internal static class HookEntry
{
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";

    /// <summary>Brings the worker into the process of an app.</summary>
    public static void Install()
    {
        AssemblyLoadContext own = AssemblyLoadContext.GetLoadContext(typeof(HookEntry).Assembly)!;
        string folder = Path.GetDirectoryName(typeof(HookEntry).Assembly.Location)!;
        // Asked after the app's own context: if the app carries AppHost.Abstractions, its IWorkerInfo has to be ours.
        own.Resolving += (context, name) => LoadOwn(context, folder, name);
        SharedContract.Choose(own, folder);
        Join();
    }

    private static Assembly? LoadOwn(AssemblyLoadContext context, string folder, AssemblyName name)
    {
        string path = Path.Combine(folder, name.Name + ".dll");
        return name.Name!.StartsWith("AppHost.", StringComparison.Ordinal) && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }

    // Not inlined: it needs assemblies that cannot be found before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Join()
    {
        if (WorkerProcess.Join() is not { } process)
        {
            // The master died before it said what to do; an app of its own nobody has asked for.
            Environment.Exit(WorkerExitCode.Left);
            return;
        }

        // The hook has taken itself out of .NET's copy already.
        ProcessEnvironment.Set(HooksVariable, Environment.GetEnvironmentVariable(HooksVariable));
        HostedApp app;
        try
        {
            app = new HostedApp(process);
        }
        catch (BootFailedException failure)
        {
            process.Fail(failure);
            return;
        }

        AppDomain.CurrentDomain.UnhandledException += (_, thrown) => app.OnUnhandled((Exception)thrown.ExceptionObject);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => app.OnExit();
        // Held by the source of the events for as long as the process lives.
        DiagnosticListener.AllListeners.Subscribe(new HostCapture(app));
    }
}
