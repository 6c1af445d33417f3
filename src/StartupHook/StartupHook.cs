using System.Reflection;

/// <summary>
/// What the runtime calls before the app's Main, because the master has put this file into DOTNET_STARTUP_HOOKS: brings the
/// worker into the app's process.
/// </summary>
internal static class StartupHook
{
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";
    private const string ChannelVariable = "APPHOST_CHANNEL";
    private const string WorkerAssembly = "AppHost.Worker.dll";
    private const string EntryType = "AppHost.Worker.AspNetCore.HookEntry";
    private const int OldestRuntime = 10;
    private const int BootFailed = 3;

    /// <summary>Called by the runtime, on the main thread.</summary>
    public static void Initialize()
    {
        string own = typeof(StartupHook).Assembly.Location;
        RemoveEntry(own);
        // A program that the app has started, by means that do not ask .NET for its environment.
        if (Environment.GetEnvironmentVariable(ChannelVariable) is null) return;
        if (Environment.Version.Major < OldestRuntime)
        {
            Fail($"This app runs on .NET {Environment.Version}; apphost serves apps on .NET {OldestRuntime} or later.",
                $"Install the ASP.NET Core runtime {OldestRuntime}.0 and publish the app framework-dependent, or build it for net{OldestRuntime}.0.");
        }

        try
        {
            Load(Path.Combine(Path.GetDirectoryName(own)!, WorkerAssembly));
        }
        catch (Exception exception)
        {
            Exception cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
            Fail($"apphost could not be brought into the app: {cause.Message}", $"Are all files of apphost in {Path.GetDirectoryName(own)}?");
        }
    }

    /// <summary>
    /// In a context of its own, so that no assembly of the app's can be taken for one of these, or the other way round. By
    /// reflection: .NET Standard does not know these contexts.
    /// </summary>
    private static void Load(string path)
    {
        Type contextType = Type.GetType("System.Runtime.Loader.AssemblyLoadContext", throwOnError: true)!;
        object context = Activator.CreateInstance(contextType, "AppHost", false)!;
        var worker = (Assembly)contextType.GetMethod("LoadFromAssemblyPath")!.Invoke(context, new object[] { path })!;
        worker.GetType(EntryType, throwOnError: true)!.GetMethod("Install")!.Invoke(null, null);
    }

    /// <summary>Programs that the app starts are not workers; the hooks of others stay as they are.</summary>
    private static void RemoveEntry(string own)
    {
        string[] hooks = (Environment.GetEnvironmentVariable(HooksVariable) ?? "").Split(Path.PathSeparator);
        string rest = string.Join(Path.PathSeparator.ToString(), hooks.Where(hook => hook != own));
        Environment.SetEnvironmentVariable(HooksVariable, rest.Length == 0 ? null : rest);
    }

    private static void Fail(string message, string advice)
    {
        Console.Error.WriteLine(message);
        Console.Error.WriteLine(advice);
        Environment.Exit(BootFailed);
    }
}
