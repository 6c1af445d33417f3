namespace AppHost.Host.Releases;

/// <summary>The copy of a release that one generation runs. Its folder is deleted when nobody needs it, unless somebody wrote to it.</summary>
/// <param name="folder">The generation folder; its content root and the place of its assemblies.</param>
/// <param name="liveFolder">What it was copied from; the current directory of its workers.</param>
/// <param name="contents">What it held when it was made.</param>
/// <param name="report">Takes a sentence for the operator.</param>
internal sealed class ReleaseSnapshot(string folder, string liveFolder, int lockDescriptor, FolderContents contents, Action<string> report)
{
    private int _discarded;

    public string Folder => folder;

    public string LiveFolder => liveFolder;

    /// <summary>Held open by every process that runs from the folder, so that no other host takes it for left over.</summary>
    public int LockDescriptor => lockDescriptor;

    /// <summary>Deletes the folder; blocks for as long as the disk takes. Only once no process runs from it. Thread-safe.</summary>
    public void Discard()
    {
        if (Interlocked.Exchange(ref _discarded, 1) == 0) GenerationFolder.Delete(folder, contents, report);
    }
}
