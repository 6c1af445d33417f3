using AppHost.Host.Apps;
using AppHost.Host.Binding;

namespace AppHost.Host.Releases;

/// <summary>Copies a release folder. Real copies, never hard links: overwriting a mapped library is SIGBUS for whoever runs it.</summary>
internal sealed class ReleaseCopy
{
    private const int S_IFMT = 0xF000;
    private const int S_IFREG = 0x8000;

    private readonly string _source;
    private readonly string _target;
    private readonly string _except;
    private readonly SharedNames _shared;
    private readonly CancellationToken _cancellationToken;

    private ReleaseCopy(string source, string target, string except, SharedNames shared, CancellationToken cancellationToken) =>
        (_source, _target, _except, _shared, _cancellationToken) = (source, target, except, shared, cancellationToken);

    /// <summary>Copies; blocks for as long as the disk takes. Times and modes are kept.</summary>
    /// <param name="source">The release folder, without symbolic links.</param>
    /// <param name="target">Exists and is empty.</param>
    /// <param name="except">A folder that is not copied, should it lie inside: that of the copies themselves.</param>
    /// <param name="shared">Become links to the live entries.</param>
    /// <exception cref="IOException">Or <see cref="UnauthorizedAccessException"/>, <see cref="OperationCanceledException"/>.</exception>
    public static void Run(string source, string target, string except, SharedNames shared, CancellationToken cancellationToken)
    {
        var copy = new ReleaseCopy(source, target, except, shared, cancellationToken);
        copy.Folder("");
        foreach (string name in shared.Plain) copy.LinkMissing(name);
    }

    private void Folder(string relative)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(Path.Combine(_source, relative)).EnumerateFileSystemInfos())
        {
            _cancellationToken.ThrowIfCancellationRequested();
            string path = Path.Combine(relative, entry.Name);
            if (entry.FullName == _except) continue;
            if (_shared.Contains(path)) File.CreateSymbolicLink(Path.Combine(_target, path), entry.FullName);
            else if (entry.LinkTarget is not null) Link(entry, path);
            else if (entry is FileInfo file) Copy(file, path);
            else Enter(path);
        }
    }

    private void Enter(string relative)
    {
        Directory.CreateDirectory(Path.Combine(_target, relative));
        Folder(relative);
    }

    private void Link(FileSystemInfo link, string relative)
    {
        string real = RealPath.Of(link.FullName);
        string place = Path.Combine(_target, relative);
        // A link within the release stays one. A file from elsewhere could be overwritten there like any other; a folder from
        // elsewhere is data.
        if (real.StartsWith(_source + '/', StringComparison.Ordinal) && !Path.IsPathRooted(link.LinkTarget!)) File.CreateSymbolicLink(place, link.LinkTarget!);
        else if (File.Exists(real)) Copy(new FileInfo(real), relative);
        else File.CreateSymbolicLink(place, real);
    }

    private void Copy(FileInfo file, string relative)
    {
        // Sockets, pipes and devices are not part of a release, and opening a pipe would wait for its writer.
        if (Interop.Stat(file.FullName) is { Mode: var mode } && (mode & S_IFMT) != S_IFREG) return;
        // The runtime copies by FICLONE, which shares the blocks until one side writes, then by copy_file_range, then by hand.
        file.CopyTo(Path.Combine(_target, relative));
    }

    private void LinkMissing(string name)
    {
        string place = Path.Combine(_target, name);
        if (new FileInfo(place).LinkTarget is not null || File.Exists(place) || Directory.Exists(place)) return;
        if (Path.GetDirectoryName(place) is not { } folder || !Directory.Exists(folder)) return;
        File.CreateSymbolicLink(place, Path.Combine(_source, name));
    }
}
