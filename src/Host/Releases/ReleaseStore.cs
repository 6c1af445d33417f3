using System.Globalization;
using AppHost.Host.Binding;

namespace AppHost.Host.Releases;

/// <summary>
/// The generation folders of one host, in a run folder of its own below the state folder. The run folder is locked for as
/// long as the host or one of its workers lives; what lies in an unlocked one is left over from a host that crashed.
/// </summary>
internal sealed class ReleaseStore : IDisposable
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    private readonly FolderLock _lock;
    private readonly string _stateFolder;
    private readonly Action<string> _report;
    private readonly List<ReleaseSnapshot> _taken = [];
    private int _last;

    private ReleaseStore(string stateFolder, string folder, FolderLock folderLock, Action<string> report) =>
        (_stateFolder, Folder, _lock, _report) = (stateFolder, folder, folderLock, report);

    /// <summary>The run folder.</summary>
    public string Folder { get; }

    /// <summary>Opens a store and cleans up after hosts that crashed.</summary>
    /// <param name="stateFolder">Of this host's name.</param>
    /// <param name="report">Takes a sentence for the operator; called on any thread.</param>
    /// <param name="timeProvider">For the name of the run folder.</param>
    /// <param name="problem">Why there is none.</param>
    public static ReleaseStore? Open(string stateFolder, Action<string> report, TimeProvider timeProvider, out string? problem)
    {
        problem = null;
        // Another host of this name must not take the run folder for left over before it is locked.
        using FolderLock? turn = FolderLock.Acquire(stateFolder, LockPatience, out int error);
        if (turn is null)
        {
            problem = $"{stateFolder} cannot be locked: {Interop.Describe(error)}";
            return null;
        }

        try
        {
            foreach (string old in Directory.GetDirectories(stateFolder)) CleanUp(old, report);
            string folder = CreateRunFolder(stateFolder, timeProvider.GetUtcNow());
            FolderLock? folderLock = FolderLock.Acquire(folder, LockPatience, out error);
            if (folderLock is not null) return new ReleaseStore(stateFolder, folder, folderLock, report);
            problem = $"{folder} cannot be locked: {Interop.Describe(error)}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
        }

        return null;
    }

    /// <summary>Copies a release folder; blocks for as long as the disk takes. Not twice at the same time.</summary>
    /// <param name="liveFolder">Without symbolic links.</param>
    /// <exception cref="ReleaseException">It cannot be copied.</exception>
    public ReleaseSnapshot Take(string liveFolder, IReadOnlyList<string> shared, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(Folder, (++_last).ToString(CultureInfo.InvariantCulture));
        try
        {
            Directory.CreateDirectory(folder);
            ReleaseCopy.Run(liveFolder, folder, except: _stateFolder, new SharedNames(shared), cancellationToken);
            FolderContents contents = FolderContents.Of(folder);
            contents.Save(GenerationFolder.ContentsFileOf(folder));
            var snapshot = new ReleaseSnapshot(folder, liveFolder, _lock.Descriptor, contents, _report);
            _taken.Add(snapshot);
            return snapshot;
        }
        catch (Exception exception)
        {
            GenerationFolder.Delete(folder, before: null, _report);
            if (exception is not (IOException or UnauthorizedAccessException)) throw;
            throw new ReleaseException($"{liveFolder} cannot be copied to {folder}: {exception.Message}");
        }
    }

    /// <summary>Deletes what was not written to. Only once no worker runs any more.</summary>
    public void Dispose()
    {
        foreach (ReleaseSnapshot snapshot in _taken) snapshot.Discard();
        DeleteIfEmpty(Folder);
        _lock.Dispose();
    }

    // A process id alone is no name: in a container it is the same each time. Nor is it with the time, on a clock that is set
    // back or is coarse. Only one host of the name is here at a time, so what is not there yet is free.
    private static string CreateRunFolder(string stateFolder, DateTimeOffset now)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd-HHmmss-fff}-{Environment.ProcessId}");
        string folder = Path.Combine(stateFolder, name);
        for (int twin = 2; Directory.Exists(folder); twin++) folder = Path.Combine(stateFolder, $"{name}-{twin}");
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static void CleanUp(string runFolder, Action<string> report)
    {
        using FolderLock? mine = FolderLock.Acquire(runFolder, TimeSpan.Zero, out _);
        if (mine is null) return;
        foreach (string folder in Directory.GetDirectories(runFolder))
        {
            GenerationFolder.Delete(folder, FolderContents.Load(GenerationFolder.ContentsFileOf(folder)), report);
        }

        DeleteIfEmpty(runFolder);
    }

    private static void DeleteIfEmpty(string folder)
    {
        try
        {
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // An empty folder harms nobody; the next host tries again.
        }
    }
}
