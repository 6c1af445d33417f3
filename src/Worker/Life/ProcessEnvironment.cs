using AppHost.Worker.Interop;

namespace AppHost.Worker.Life;

/// <summary>
/// The environment that programs started from here inherit: that of .NET, which is a copy, and that of libc, which native code
/// passes on. For the time before user code runs: libc's may not be read meanwhile.
/// </summary>
internal static class ProcessEnvironment
{
    /// <summary>Sets a variable, or takes it away.</summary>
    public static void Set(string name, string? value)
    {
        Environment.SetEnvironmentVariable(name, value);
        _ = value is null ? Libc.unsetenv(name) : Libc.setenv(name, value, overwrite: 1);
    }
}
