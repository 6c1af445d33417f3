using AppHost.Worker.Apps;

namespace AppHost.Host.Apps;

/// <summary>What became of the <c>app</c> argument.</summary>
internal abstract record PreparedApp;

/// <summary>There is a DLL to be inspected and run.</summary>
/// <param name="DllPath">Absolute, without symbolic links.</param>
/// <param name="ProjectPath">The project it was built from; null if it was given as it is.</param>
internal sealed record ReadyApp(string DllPath, string? ProjectPath) : PreparedApp;

/// <summary>There is none.</summary>
/// <param name="Failure">Why; compiler errors are its details.</param>
internal sealed record FailedApp(AppFailure Failure) : PreparedApp;
