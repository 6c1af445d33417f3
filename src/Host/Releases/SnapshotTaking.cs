using System.Collections.Concurrent;
using AppHost.Host.Binding;
using AppHost.Host.Configuration;

namespace AppHost.Host.Releases;

/// <summary>
/// Decides whether releases are copied, and copies them: not if the settings say so, not where nobody could overwrite the live
/// folder, and not where there is no folder for copies. Not twice at the same time.
/// </summary>
internal sealed class SnapshotTaking : IDisposable
{
    private readonly ConcurrentQueue<string> _early = new();
    private ReleaseStore? _store;
    private bool _isOff;
    private Action<string>? _report;

    /// <summary>Where sentences for the operator go; those that came earlier go there now.</summary>
    public void ReportTo(Action<string> report)
    {
        _report = report;
        while (_early.TryDequeue(out string? sentence)) report(sentence);
    }

    /// <summary>Copies a release folder; blocks for as long as the disk takes.</summary>
    /// <param name="liveFolder">Without symbolic links.</param>
    /// <param name="notice">Why the live folder is run instead, the first time that this is so against the settings.</param>
    /// <returns>Null: run the live folder.</returns>
    /// <exception cref="ReleaseException">It cannot be copied.</exception>
    public ReleaseSnapshot? Take(
        string liveFolder, HostSettings settings, IReadOnlyDictionary<string, string> environment, out string? notice, CancellationToken cancellationToken)
    {
        notice = null;
        if (_isOff || !settings.Release.TakesSnapshots) return null;
        if (_store is null)
        {
            notice = Open(liveFolder, settings, environment);
            if (_isOff) return null;
        }

        return _store!.Take(liveFolder, settings.Release.Shared, cancellationToken);
    }

    /// <summary>Deletes the copies. Only once no worker runs any more.</summary>
    public void Dispose() => _store?.Dispose();

    private string? Open(string liveFolder, HostSettings settings, IReadOnlyDictionary<string, string> environment)
    {
        _isOff = true;
        if (MountPoint.Of(liveFolder) is { IsReadOnly: true } image) return $"Snapshots are off: {image.Path} is read-only, so nobody can overwrite the app.";
        IReadOnlyList<string> candidates =
            StateFolder.Candidates(settings.Release.StateFolder, environment, Path.GetTempPath(), Interop.EffectiveUser());
        string? problem = null;
        if (StateFolder.Create(candidates, settings.Name, out problem) is { } folder) _store = ReleaseStore.Open(folder, Report, TimeProvider.System, out problem);
        _isOff = _store is null;
        return _isOff
            ? $"Snapshots are off: {problem}. The live folder is run: do not overwrite it, and there is no rollback. Set state-folder to a folder that can be written to."
            : null;
    }

    private void Report(string sentence)
    {
        if (_report is { } report) report(sentence);
        else _early.Enqueue(sentence);
    }
}
