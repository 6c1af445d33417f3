using AppHost.Host.Binding;
using AppHost.Host.Configuration;
using AppHost.Host.Releases;
using AppHost.Worker.Apps;

namespace AppHost.Host.Master;

/// <summary>One configuration and one release of the app: what a worker is started from. Immutable.</summary>
/// <param name="Number">From 1, growing by one with each reload that was begun.</param>
/// <param name="App">The app as its metadata describes it; its path has no symlinks left.</param>
internal sealed record Generation(int Number, HostSettings Settings, HostableApp App)
{
    /// <summary>What its workers accept from.</summary>
    public ListenerSet Listeners { get; init; } = new([]);

    /// <summary>The copy of the release that its workers run; null: they run the live folder.</summary>
    public ReleaseSnapshot? Snapshot { get; init; }

    /// <summary>
    /// The current directory of its workers: what the settings say, else the live release folder; that of the copy when the live
    /// one has been removed meanwhile, or no worker could be started any more.
    /// </summary>
    public string WorkingDirectory
    {
        get
        {
            string live = Settings.App.WorkingDirectory ?? Snapshot?.LiveFolder ?? Path.GetDirectoryName(App.Path)!;
            return Directory.Exists(live) ? live : Path.GetDirectoryName(App.Path)!;
        }
    }

    /// <summary>
    /// Where the app lies for its operator, the same with each release: the folder of the DLL as it was named, a link not followed;
    /// for a project the folder that it is built into.
    /// </summary>
    public string KnownFolder => Path.GetExtension(Settings.App.Path) == ".dll"
        ? Path.GetDirectoryName(Settings.App.Path)!
        : Snapshot?.LiveFolder ?? Path.GetDirectoryName(App.Path)!;

    /// <summary>Text of a worker for people: with the paths that they know, not those of the copy.</summary>
    public string InLivePaths(string text) =>
        Snapshot is null ? text : text.Replace(Snapshot.Folder, Snapshot.LiveFolder, StringComparison.Ordinal);
}
