using AppHost.Host.Binding;

namespace AppHost.Host.Control.Folders;

/// <summary>The folder of one instance: where its control socket is.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="IsFound">Chosen by convention and named after the host, so that a second host of that name can have one beside it.</param>
internal sealed record RunFolder(string Path, bool IsFound)
{
    /// <summary>Only the owner gets in.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The same folder for the n-th instance of one name.</summary>
    public RunFolder Sibling(string name) => this with { Path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, name) };

    /// <summary>
    /// Makes it, unless it is there. One that is there must belong to us and to nobody else: in the temporary folder anybody can
    /// make a folder of our name first, and then put a socket of his own in the place of ours.
    /// </summary>
    /// <returns>Null, or why it is of no use.</returns>
    public string? Prepare()
    {
        try
        {
            // Of those found by convention the parent is ours too (XDG_RUNTIME_DIR/apphost, TEMP/apphost-UID). Made by itself, as
            // the mode is for the last part of a path only.
            string parent = System.IO.Path.GetDirectoryName(Path)!;
            if (IsFound) Directory.CreateDirectory(parent, Mode);
            if (IsFound && Problem(parent) is { } problem) return problem;
            Directory.CreateDirectory(Path, Mode);
            return Problem(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    private static string? Problem(string folder)
    {
        if (FileIdentity.Of(folder, out _) is not { Kind: FileKind.Folder }) return $"{folder} is not a folder";
        if (Interop.OwnerOf(folder) is not { } owner || (owner != 0 && owner != Interop.EffectiveUser()))
            return $"{folder} belongs to another user";
        return (File.GetUnixFileMode(folder) & WritableByOthers) != 0 ? $"{folder} can be written by other users" : null;
    }
}
