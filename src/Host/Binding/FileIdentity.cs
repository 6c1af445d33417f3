namespace AppHost.Host.Binding;

/// <summary>Which file a path names at the moment, told by device and inode; symbolic links are not followed.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode, FileKind Kind)
{
    private const int S_IFMT = 0xF000;

    /// <summary>Null if nothing is there.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="error">0, ENOENT, or the errno that hides what is there.</param>
    public static FileIdentity? Of(string path, out int error)
    {
        (ulong Device, ulong Inode, int Mode)? stat = Interop.Stat(path);
        error = stat is null ? Interop.LastError : 0;
        if (stat is not { } found) return null;
        FileKind kind = (found.Mode & S_IFMT) switch
        {
            0xC000 => FileKind.Socket,
            0xA000 => FileKind.SymbolicLink,
            0x4000 => FileKind.Folder,
            _ => FileKind.Other,
        };
        return new FileIdentity(found.Device, found.Inode, kind);
    }
}

/// <summary>The types of file that binding tells apart.</summary>
internal enum FileKind
{
    Other,
    Socket,
    SymbolicLink,
    Folder,
}
