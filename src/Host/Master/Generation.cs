using AppHost.Host.Configuration;
using AppHost.Worker.Apps;

namespace AppHost.Host.Master;

/// <summary>One configuration and one release of the app: what a worker is started from. Immutable.</summary>
/// <param name="Number">From 1, growing by one with each reload that was begun.</param>
/// <param name="App">The app as its metadata describes it; its path has no symlinks left.</param>
internal sealed record Generation(int Number, HostSettings Settings, HandlerApp App);
