using AppHost.Worker.Apps;

namespace AppHost.Host.Apps;

/// <summary>What the <c>app</c> argument names.</summary>
internal abstract record AppLocation;

/// <summary>A DLL, to be used as it is. Whether it exists and can be hosted is the inspector's to say.</summary>
/// <param name="Path">Absolute, without symbolic links.</param>
internal sealed record AppDll(string Path) : AppLocation;

/// <summary>A project, to be built first.</summary>
/// <param name="Path">Absolute path of the project file.</param>
internal sealed record AppProject(string Path) : AppLocation;

/// <summary>Nothing that could be an app, or more than one thing.</summary>
/// <param name="Failure">Why.</param>
internal sealed record NoApp(AppFailure Failure) : AppLocation;
