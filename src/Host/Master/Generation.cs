using AppHost.Host.Configuration;

namespace AppHost.Host.Master;

/// <summary>One configuration and one release of the app: what a worker is started from. Immutable.</summary>
/// <param name="Number">From 1, growing by one with each reload that was begun.</param>
/// <param name="AppPath">The DLL, symlinks resolved.</param>
internal sealed record Generation(int Number, HostSettings Settings, string AppPath);
